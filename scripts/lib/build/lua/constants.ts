import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import type { Plugin } from "typescript-to-lua";

/**
 * Writes a constant number of the top level of a file where it is used, also in other files: a function that uses a variable
 * of its surroundings has Lua keep an object of its own for it.
 */
export const constants: Plugin = {
  visitors: {
    [ts.SyntaxKind.Identifier]: (node, context) => {
      const value = constantOf(node, context.checker);
      return value === undefined ? context.superTransformExpression(node) : lua.createNumericLiteral(value);
    },
  },
};

function constantOf(node: ts.Identifier, checker: ts.TypeChecker): number | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  const original = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const declaration = original.valueDeclaration;
  const isConstant =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    ts.isSourceFile(declaration.parent.parent.parent);
  const value = isConstant ? declaration.initializer : undefined;
  return value !== undefined && ts.isNumericLiteral(value) ? Number(value.text) : undefined;
}
