import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import type { Plugin, TransformationContext, Visitors } from "typescript-to-lua";

/**
 * Strings of the firmware are byte strings, and so are Lua's: their methods become Lua's own string functions in place, instead of
 * calls of the compiler's library, where they are used for each byte. An index is taken to be 0 or more.
 */
export const byteStrings: Plugin = { visitors: createVisitors() };

type Method = (self: lua.Expression, index: lua.Expression) => lua.Expression;

const METHODS: Readonly<Record<string, Method>> = {
  // NaN behind the end, which compares with nothing, as in JavaScript.
  charCodeAt: (self, index) =>
    lua.createParenthesizedExpression(
      lua.createBinaryExpression(
        call("byte", self, plus(index, 1)),
        lua.createBinaryExpression(
          lua.createNumericLiteral(0),
          lua.createNumericLiteral(0),
          lua.SyntaxKind.DivisionOperator,
        ),
        lua.SyntaxKind.OrOperator,
      ),
    ),
  charAt: characterAt,
};

function createVisitors(): Visitors {
  return {
    [ts.SyntaxKind.CallExpression]: (node, context) => {
      const callee = node.expression;
      if (ts.isPropertyAccessExpression(callee) && isString(context, callee.expression)) {
        const method = METHODS[callee.name.text];
        const [index] = node.arguments;
        if (method !== undefined && index !== undefined && isSimple(index)) {
          return method(context.transformExpression(callee.expression), context.transformExpression(index));
        }
      }
      return context.superTransformExpression(node);
    },
    [ts.SyntaxKind.ElementAccessExpression]: (node, context) =>
      isString(context, node.expression) && isSimple(node.argumentExpression)
        ? characterAt(
            context.transformExpression(node.expression),
            context.transformExpression(node.argumentExpression),
          )
        : context.superTransformExpression(node),
  };
}

function characterAt(self: lua.Expression, index: lua.Expression): lua.Expression {
  return call("sub", self, plus(index, 1), plus(index, 1));
}

/** Whether it may be evaluated twice at little cost. */
function isSimple(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isNumericLiteral(node) ||
    (ts.isBinaryExpression(node) &&
      (node.operatorToken.kind === ts.SyntaxKind.PlusToken || node.operatorToken.kind === ts.SyntaxKind.MinusToken) &&
      isSimple(node.left) &&
      isSimple(node.right)) ||
    (ts.isPropertyAccessExpression(node) && isSimple(node.expression))
  );
}

function isString(context: TransformationContext, node: ts.Expression): boolean {
  const type = context.checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => (part.flags & ts.TypeFlags.StringLike) !== 0);
}

function call(name: string, ...args: lua.Expression[]): lua.CallExpression {
  return lua.createCallExpression(
    lua.createTableIndexExpression(lua.createIdentifier("string"), lua.createStringLiteral(name)),
    args,
  );
}

function plus(expression: lua.Expression, value: number): lua.Expression {
  if (lua.isNumericLiteral(expression)) return lua.createNumericLiteral(expression.value + value);
  return lua.createBinaryExpression(expression, lua.createNumericLiteral(value), lua.SyntaxKind.AdditionOperator);
}
