import { forEachChild, isFunction, isVariable, type AnyNode } from "./tree";

/**
 * Whether an expression uses each of some parameters exactly once, in their order, and nothing before the last of them that could
 * be changed by evaluating what is given for them.
 * @param steady parameters for which something is given that nothing changes
 */
export function evaluatesInOrder(result: AnyNode, parameters: readonly string[], steady: ReadonlySet<string>): boolean {
  if (parameters.length === 0) return true;
  const order: (string | undefined)[] = [];
  note(result, undefined, { moving: new Set(parameters), steady }, order);
  return (
    parameters.every((name, at) => order[at] === name) &&
    !order.slice(parameters.length).some((each) => each !== undefined)
  );
}

/** Notes what is evaluated, in its order: parameters by their names, and whatever may depend on what happened before. */
function note(
  node: AnyNode,
  parent: AnyNode | undefined,
  parameters: { moving: ReadonlySet<string>; steady: ReadonlySet<string> },
  order: (string | undefined)[],
): void {
  if (node.type === "Identifier" && (parent === undefined || isVariable(node, parent))) {
    // Names that are called or read through are those of the engine or of functions: nothing changes them.
    const isRoot = parent?.type === "MemberExpression" || (parent?.type === "CallExpression" && parent.callee === node);
    if (parameters.moving.has(node.name)) order.push(node.name);
    else if (!isRoot && !parameters.steady.has(node.name)) order.push(undefined);
    return;
  }
  if (isFunction(node)) {
    order.push(undefined);
    return;
  }
  const mayNot = node.type === "ConditionalExpression" || node.type === "LogicalExpression";
  let isFirst = true;
  forEachChild(node, (child) => {
    if (mayNot && !isFirst) order.push(undefined);
    note(child, node, parameters, order);
    isFirst = false;
  });
  if (node.type === "CallExpression" || node.type === "NewExpression") order.push(undefined);
}
