import ts from "typescript";

/**
 * A transformer that tests objects for their presence by their truth: `slot === undefined` becomes `!slot`. An interpreter like
 * Espruino compares an object with anything by asking it for its primitive value first, which costs four times as much. What may
 * be a number, a text or a truth value keeps its comparison: 0, "" and false are there.
 */
export function objectTests(checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      const seen = ts.visitEachChild(node, visit, context);
      if (!ts.isBinaryExpression(node) || !ts.isBinaryExpression(seen)) return seen;
      const isEqual = node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
      const isUnequal = node.operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
      if ((!isEqual && !isUnequal) || !isUndefined(node.right) || !isObject(checker.getTypeAtLocation(node.left))) {
        return seen;
      }
      const absent = context.factory.createLogicalNot(context.factory.createParenthesizedExpression(seen.left));
      return ts.setTextRange(isEqual ? absent : context.factory.createLogicalNot(absent), node);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}

/** Whether what the type allows is an object or a function, besides undefined. */
function isObject(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  const present = parts.filter((part) => (part.flags & ts.TypeFlags.Undefined) === 0);
  return present.length > 0 && present.every((part) => (part.flags & ts.TypeFlags.Object) !== 0);
}
