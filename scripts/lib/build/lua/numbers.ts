import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import { LuaTarget, type Plugin, type TransformationContext } from "typescript-to-lua";

const OPERATIONS: Readonly<Partial<Record<ts.SyntaxKind, string>>> = {
  [ts.SyntaxKind.AmpersandToken]: "band",
  [ts.SyntaxKind.BarToken]: "bor",
  [ts.SyntaxKind.CaretToken]: "bxor",
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken]: "rshift",
  [ts.SyntaxKind.LessThanLessThanToken]: "lshift",
};

/** What Lua 5.1 has no operators for. Numbers are whole and not below 0, and the firmware's have at most 32 bits. */
export const BIT_FUNCTIONS = `local bit = {
rshift = function(a, n) return math.floor(a / 2 ^ n) end,
lshift = function(a, n) return a * 2 ^ n end,
}
local function bitwise(isSet)
return function(a, b)
if b < 0 then b = b + 4294967296 end
local sum, weight = 0, 1
while a > 0 or b > 0 do
if isSet(a % 2, b % 2) then sum = sum + weight end
a, b, weight = math.floor(a / 2), math.floor(b / 2), weight * 2
end
return sum
end
end
bit.band = bitwise(function(a, b) return a + b == 2 end)
bit.bor = bitwise(function(a, b) return a + b > 0 end)
bit.bxor = bitwise(function(a, b) return a ~= b end)
`;

/**
 * The natural logarithm, which NodeMCU's Lua 5.1 leaves out: halved and doubled into reach of the series of the inverse
 * hyperbolic tangent, whose eleven terms leave less than 1e-15 there.
 */
export const LOG_FUNCTION = `local function ln(x)
if not (x > 0) then return x == 0 and -math.huge or 0 / 0 end
if x == math.huge then return x end
local halvings = 0
while x >= 1.5 do x, halvings = x / 2, halvings + 1 end
while x < 0.75 do x, halvings = x * 2, halvings - 1 end
local y = (x - 1) / (x + 1)
local sum, term = 0, y
for i = 1, 21, 2 do sum, term = sum + term / i, term * y * y end
return 2 * sum + halvings * 0.6931471805599453
end
`;

/** What typed arrays of the firmware become: tables that count from 0, full of zeros. */
export const ZEROS_FUNCTION = `local function zeros(length)
local array = { length = length }
for i = 0, length - 1 do array[i] = 0 end
return array
end
`;

/**
 * Numbers of the firmware in Lua. A mask of the lowest bits becomes a remainder, which is as cheap and lets NaN through, as
 * JavaScript does: that is what a byte behind the end of a string is.
 */
export const numbers: Plugin = {
  visitors: {
    [ts.SyntaxKind.BinaryExpression]: (node, context) => {
      const operator = node.operatorToken.kind;
      if (isLowMask(node.right) && operator === ts.SyntaxKind.AmpersandToken) {
        return operation(context, operator, node.left, node.right);
      }
      if (operator === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken && context.luaTarget === LuaTarget.Lua53) {
        // The compiler would mask 32 bits first, by a number that is none of the chip's 32-bit integers.
        return lua.createParenthesizedExpression(
          lua.createBinaryExpression(
            context.transformExpression(node.left),
            context.transformExpression(node.right),
            lua.SyntaxKind.BitwiseRightShiftOperator,
          ),
        );
      }
      return OPERATIONS[operator] !== undefined && context.luaTarget === LuaTarget.Lua51
        ? operation(context, operator, node.left, node.right)
        : context.superTransformExpression(node);
    },
    [ts.SyntaxKind.CallExpression]: (node, context) =>
      context.luaTarget === LuaTarget.Lua51 && node.expression.getText() === "Math.log"
        ? lua.createCallExpression(
            lua.createIdentifier("ln"),
            node.arguments.map((argument) => context.transformExpression(argument)),
          )
        : context.superTransformExpression(node),
    [ts.SyntaxKind.NewExpression]: (node, context) =>
      ts.isIdentifier(node.expression) && /^(Float64|Uint8|Uint16|Uint32|Int32)Array$/.test(node.expression.text)
        ? lua.createCallExpression(
            lua.createIdentifier("zeros"),
            (node.arguments ?? []).map((argument) => context.transformExpression(argument)),
          )
        : context.superTransformExpression(node),
  },
};

function operation(
  context: TransformationContext,
  operator: ts.SyntaxKind,
  left: ts.Expression,
  right: ts.Expression,
): lua.Expression {
  const a = context.transformExpression(left);
  if (operator === ts.SyntaxKind.AmpersandToken && isLowMask(right)) {
    return lua.createParenthesizedExpression(
      lua.createBinaryExpression(
        a,
        lua.createNumericLiteral(Number(right.getText()) + 1),
        lua.SyntaxKind.ModuloOperator,
      ),
    );
  }
  return lua.createCallExpression(
    lua.createTableIndexExpression(lua.createIdentifier("bit"), lua.createStringLiteral(OPERATIONS[operator]!)),
    [a, context.transformExpression(right)],
  );
}

/** 1, 3, 7, … 255 and so on. */
function isLowMask(node: ts.Expression): boolean {
  if (!ts.isNumericLiteral(node)) return false;
  const value = Number(node.text);
  return value > 0 && (value & (value + 1)) === 0;
}
