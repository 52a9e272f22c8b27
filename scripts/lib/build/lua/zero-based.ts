import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import type { Plugin } from "typescript-to-lua";

/**
 * Memory of fixed size (`Values`, `Ring`, `Bytes`) is an interface with a number for index, which the compiler counts from 0 as in
 * JavaScript, while arrays count from 1. So the first element of a list that is written for such memory has index 0.
 */
export const zeroBased: Plugin = {
  visitors: {
    [ts.SyntaxKind.ArrayLiteralExpression]: (node, context) => {
      if (!isZeroBased(context.checker.getContextualType(node), context.checker)) {
        return context.superTransformExpression(node);
      }
      const fields = node.elements.map((element, i) =>
        lua.createTableFieldExpression(
          context.transformExpression(element),
          i === 0 ? lua.createNumericLiteral(0) : undefined,
        ),
      );
      return lua.createTableExpression(fields, node);
    },
  },
};

/** Where a file gives an array for such memory, in which each index would be off by one. */
export function arraysAsMemory(file: ts.SourceFile, checker: ts.TypeChecker): ts.Diagnostic[] {
  const found: ts.Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    const given = isNamed(node) ? checker.getContextualType(node) : undefined;
    if (given !== undefined && isZeroBased(given, checker) && isArray(checker.getTypeAtLocation(node), checker)) {
      found.push({
        category: ts.DiagnosticCategory.Error,
        code: 0,
        file,
        start: node.getStart(),
        length: node.getWidth(),
        messageText: `Arrays count from 1 in Lua, and ${checker.typeToString(given)} from 0: give it that type where it is made`,
      });
    }
    ts.forEachChild(node, visit);
  };
  if (!file.isDeclarationFile) visit(file);
  return found;
}

/** Whether it stands for a value that was made elsewhere: a list is made as what it is for. */
function isNamed(node: ts.Node): node is ts.Expression {
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return true;
  return ts.isIdentifier(node) && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node);
}

function isZeroBased(type: ts.Type | undefined, checker: ts.TypeChecker): boolean {
  if (type === undefined) return false;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) =>
      (part.flags & ts.TypeFlags.Object) !== 0 && part.getNumberIndexType() !== undefined && !isArray(part, checker),
  );
}

function isArray(type: ts.Type, checker: ts.TypeChecker): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}
