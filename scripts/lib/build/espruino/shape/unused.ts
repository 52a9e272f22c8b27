import { isFunction, isNothing, rewrite, type AnyNode, type Program } from "./tree";
import type { Variables } from "./variables";

/** Whether nothing happens when an expression is evaluated, so that it can be left out. */
export function isPure(node: AnyNode | null | undefined): boolean {
  if (node == null || node.type === "Literal" || node.type === "Identifier" || isNothing(node)) return true;
  if (isFunction(node)) return true;
  if (node.type === "ObjectExpression") {
    return node.properties.every((each) => each.type === "Property" && isPure(each.value));
  }
  if (node.type === "ArrayExpression") return node.elements.every((each) => isPure(each));
  if (node.type === "UnaryExpression") return node.operator !== "delete" && isPure(node.argument);
  if (node.type === "BinaryExpression") return isPure(node.left) && isPure(node.right);
  if (node.type === "LogicalExpression") return isPure(node.left) && isPure(node.right);
  if (node.type === "ConditionalExpression") {
    return isPure(node.test) && isPure(node.consequent) && isPure(node.alternate);
  }
  return node.type === "MemberExpression" && isPure(node.object) && (!node.computed || isPure(node.property));
}

/** Takes away variables and functions that nothing uses, and what is only written to them. */
export function removeUnused(program: Program, variables: Variables): boolean {
  const unused = (node: AnyNode | null | undefined): boolean => {
    const variable = variables.of(node);
    return variable !== undefined && variable.isDeclared && variable.uses.length === 0;
  };
  let isChanged = false;
  const drop = (by: AnyNode | readonly AnyNode[]): AnyNode | readonly AnyNode[] => {
    isChanged = true;
    return by;
  };
  rewrite(program, (node, parent) => {
    if (node.type === "FunctionDeclaration" && unused(node.id)) return drop([]);
    if (node.type === "ExpressionStatement" && node.expression.type === "AssignmentExpression") {
      const { left, right } = node.expression;
      if (!unused(left)) return undefined;
      if (!isPure(right)) return drop({ ...node, expression: right });
      return isInList(parent) ? drop([]) : undefined;
    }
    if (node.type === "ExpressionStatement" && node.expression.type === "UpdateExpression") {
      return unused(node.expression.argument) && isInList(parent) ? drop([]) : undefined;
    }
    if (node.type === "ExpressionStatement" && isPure(node.expression)) {
      return isInList(parent) ? drop([]) : undefined;
    }
    if (node.type !== "VariableDeclaration" || !isInList(parent)) return undefined;
    const kept = node.declarations.filter(({ id, init }) => {
      const variable = variables.of(id);
      return !(unused(id) && variable?.writes === 0 && isPure(init));
    });
    if (kept.length === node.declarations.length) return undefined;
    return drop(kept.length === 0 ? [] : { ...node, declarations: kept });
  });
  return isChanged;
}

function isInList(parent: AnyNode): boolean {
  return parent.type === "BlockStatement" || parent.type === "Program" || parent.type === "SwitchCase";
}
