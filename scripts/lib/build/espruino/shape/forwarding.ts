import { identifier, isFunction, isVariable, rewrite, type AnyNode, type Program } from "./tree";
import { isFixed, type Variables } from "./variables";

/** Names a function itself where there is one that only calls it with the same. */
export function nameForwarded(program: Program, variables: Variables): boolean {
  const names = new Map<string, string>();
  for (const variable of variables) {
    const target = variable.init;
    if (!isFixed(variable) || !isFunction(target) || target.body.type !== "CallExpression") continue;
    const { callee, arguments: args } = target.body;
    const called = variables.of(callee);
    if (called === undefined || !called.isGlobal || !isFixed(called) || !isFunction(called.init)) continue;
    const { params } = called.init;
    const isSame = params.length === args.length && args.length === target.params.length;
    if (!isSame || called === variable || names.has(called.name)) continue;
    const matches = args.every((each, at) => {
      const parameter = target.params[at];
      return each.type === "Identifier" && parameter.type === "Identifier" && each.name === parameter.name;
    });
    if (matches && variable.uses.length > 0) names.set(variable.name, called.name);
  }
  if (names.size === 0) return false;
  let isChanged = false;
  rewrite(program, (node, parent): AnyNode | undefined => {
    // A property of that name is another thing.
    const name = isVariable(node, parent) ? names.get(node.name) : undefined;
    if (name === undefined || (parent.type === "VariableDeclarator" && parent.id === node)) return undefined;
    if (isFunction(parent) && parent.body !== node) return undefined;
    isChanged = true;
    return identifier(name, node);
  });
  return isChanged;
}
