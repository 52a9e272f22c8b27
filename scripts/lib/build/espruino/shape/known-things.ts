import type { PointsTo } from "./points-to";
import { identifier, isFunction, isVariable, rewrite, type AnyNode, type Program } from "./tree";
import { isFixed, isTarget, type Variables } from "./variables";

/**
 * Names a record, a list or a function that is made once wherever an expression can give nothing else: a parameter that is always
 * handed the same record, a field that always leads to it.
 */
export function nameKnownThings(program: Program, variables: Variables, things: PointsTo): boolean {
  const names = new Map<AnyNode, string>();
  for (const variable of variables) {
    if (variable.isGlobal && isFixed(variable) && variable.init !== undefined) names.set(variable.init, variable.name);
  }
  let isChanged = false;
  rewrite(program, (node, parent) => {
    const isRead = isVariable(node, parent) || node.type === "MemberExpression";
    if (!isRead || isTarget(node, parent) || isNameOf(node, parent)) return undefined;
    const thing = things.only(node);
    const name = thing === undefined ? undefined : names.get(thing);
    if (name === undefined || (node.type === "Identifier" && node.name === name)) return undefined;
    isChanged = true;
    return identifier(name, node);
  });
  return isChanged;
}

/** Whether an identifier is where a variable is declared. */
function isNameOf(node: AnyNode, parent: AnyNode): boolean {
  if (parent.type === "VariableDeclarator") return parent.id === node;
  if (parent.type === "CatchClause") return parent.param === node;
  return isFunction(parent) && parent.body !== node;
}
