import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import type { Plugin } from "typescript-to-lua";

/**
 * A string of several parts, made at once: `a .. b .. c` is one string in Lua, `(a .. b) .. c` is two, of which one is garbage.
 * TypeScript adds from the left, so the compiler would write the latter.
 */
export const concatenation: Plugin = {
  visitors: {
    [ts.SyntaxKind.BinaryExpression]: (node, context) => fromTheRight(context.superTransformExpression(node)),
  },
};

function fromTheRight(expression: lua.Expression): lua.Expression {
  const [last, ...others] = parts(expression).reverse();
  return others.reduce(
    (rest, part) =>
      lua.setNodePosition(lua.createBinaryExpression(part, rest, lua.SyntaxKind.ConcatOperator), expression),
    last,
  );
}

function parts(expression: lua.Expression): lua.Expression[] {
  return lua.isBinaryExpression(expression) && expression.operator === lua.SyntaxKind.ConcatOperator
    ? [...parts(expression.left), ...parts(expression.right)]
    : [expression];
}
