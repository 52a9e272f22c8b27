import { forEachChild, isFunction, isVariable, type AnyNode } from "./tree";

/**
 * Whether an expression uses each of some parameters exactly once, in their order, and nothing before the last of them that could
 * be changed by evaluating what is given for them.
 * @param keepsValue Whether nothing changes what a name stands for.
 */
export function evaluatesInOrder(
  result: AnyNode,
  parameters: readonly string[],
  keepsValue: (name: string) => boolean,
): boolean {
  if (parameters.length === 0) return true;
  const notes = new Notes(new Set(parameters), keepsValue);
  notes.take(result, false);
  const { order } = notes;
  return (
    parameters.every((name, at) => order[at] === name) &&
    !order.slice(parameters.length).some((each) => each !== undefined)
  );
}

class Notes {
  /** What is evaluated, in its order: parameters by their names, and undefined for what may depend on what happened before. */
  readonly order: (string | undefined)[] = [];

  constructor(
    readonly parameters: ReadonlySet<string>,
    readonly keepsValue: (name: string) => boolean,
  ) {}

  /** @param isLookedUp whether it is only looked up, to be called or to be set */
  take(node: AnyNode, isLookedUp: boolean): void {
    if (node.type === "Identifier") {
      if (this.parameters.has(node.name)) this.order.push(node.name);
      else if (!this.keepsValue(node.name)) this.order.push(undefined);
      return;
    }
    if (isFunction(node)) {
      this.order.push(undefined);
      return;
    }
    const mayNot = node.type === "ConditionalExpression" || node.type === "LogicalExpression";
    let isFirst = true;
    forEachChild(node, (child) => {
      if (mayNot && !isFirst) this.order.push(undefined);
      // What is called keeps: that a method is replaced while its arguments are evaluated is not looked for.
      const isCallee = (node.type === "CallExpression" || node.type === "NewExpression") && node.callee === child;
      const isSet = node.type === "AssignmentExpression" && node.operator === "=" && node.left === child;
      const isName = child.type === "Identifier" && !isVariable(child, node);
      if (!isName) this.take(child, isCallee || isSet);
      isFirst = false;
    });
    if (node.type === "MemberExpression" && !isLookedUp) this.order.push(undefined);
    if (node.type === "CallExpression" || node.type === "NewExpression") this.order.push(undefined);
  }
}
