import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import type { Plugin } from "typescript-to-lua";

/** A half that is added to a number of seven digits in single precision makes the next one of it; NaN stays what it is. */
export const NEAREST_FUNCTION = `local function nearest(number)
local whole = math.floor(number)
if number - whole < 0.5 then return whole end
return whole + 1
end
`;

/** `Math.round(x)` and `Math.floor(x + 0.5)`, which is faster in Espruino, become `nearest(x)`: halves go up, as in JavaScript. */
export const rounding: Plugin = {
  visitors: {
    [ts.SyntaxKind.CallExpression]: (node, context) => {
      const rounded = roundedIn(node);
      return rounded === undefined
        ? context.superTransformExpression(node)
        : lua.createCallExpression(lua.createIdentifier("nearest"), [context.transformExpression(rounded)], node);
    },
  },
};

function roundedIn({ expression, arguments: [argument] }: ts.CallExpression): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(expression) || expression.expression.getText() !== "Math") return undefined;
  if (expression.name.text === "round") return argument;
  return expression.name.text === "floor" &&
    ts.isBinaryExpression(argument) &&
    argument.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    argument.right.getText() === "0.5"
    ? argument.left
    : undefined;
}
