import ts from "typescript";
import * as lua from "typescript-to-lua/dist/LuaAST";
import type { Plugin, TransformationContext } from "typescript-to-lua";
import { transformScopeBlock } from "typescript-to-lua/dist/transformation/visitors/block";
import { ScopeType } from "typescript-to-lua/dist/transformation/utils/scope";

/**
 * `try` around a single call becomes a `pcall` of what is called, and what catches stands behind it. The compiler would make two
 * functions each time it comes there, which on the chip is with each message and each reading.
 */
export const tryCalls: Plugin = {
  visitors: {
    [ts.SyntaxKind.TryStatement]: (node, context) =>
      protectedCall(node, context) ?? context.superTransformStatements(node),
  },
};

/** The single call in a `try`, and what its result is for. */
interface Single {
  call: ts.CallExpression;
  target?: ts.Expression;
  isReturned?: true;
}

function protectedCall(node: ts.TryStatement, context: TransformationContext): lua.Statement | undefined {
  const single = singleCall(node.tryBlock);
  if (single === undefined || node.catchClause === undefined || node.finallyBlock !== undefined) return undefined;
  const called = context.transformExpression(single.call);
  if (!lua.isCallExpression(called)) return undefined;
  const isDone = lua.createIdentifier("____isDone");
  const result = lua.createIdentifier("____result");
  const call = lua.createCallExpression(
    lua.createIdentifier("pcall"),
    [called.expression, ...called.params],
    single.call,
  );
  const [caught] = transformScopeBlock(context, node.catchClause.block, ScopeType.Block);
  const error = node.catchClause.variableDeclaration?.name;
  if (error !== undefined) {
    const name = context.transformExpression(error as ts.Identifier) as lua.Identifier;
    caught.statements.unshift(lua.createVariableDeclarationStatement(name, lua.cloneIdentifier(result)));
  }
  const done = onceDone(single, result, context);
  return lua.createDoStatement(
    [
      lua.createVariableDeclarationStatement([isDone, result], call),
      done === undefined
        ? lua.createIfStatement(lua.createUnaryExpression(isDone, lua.SyntaxKind.NotOperator), caught)
        : lua.createIfStatement(isDone, lua.createBlock([done]), caught),
    ],
    node,
  );
}

/** What is done with the result. */
function onceDone(single: Single, result: lua.Identifier, context: TransformationContext): lua.Statement | undefined {
  if (single.isReturned) return lua.createReturnStatement([lua.cloneIdentifier(result)]);
  if (single.target === undefined) return undefined;
  const target = context.transformExpression(single.target) as lua.AssignmentLeftHandSideExpression;
  return lua.createAssignmentStatement(target, lua.cloneIdentifier(result));
}

/** The one call of a block, where nothing else in it could fail. */
function singleCall(block: ts.Block): Single | undefined {
  const [statement, ...others] = block.statements;
  if (statement === undefined || others.length > 0) return undefined;
  if (ts.isReturnStatement(statement) && statement.expression !== undefined) {
    return isPlainCall(statement.expression) ? { call: statement.expression, isReturned: true } : undefined;
  }
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (isPlainCall(expression)) return { call: expression };
  return ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(expression.left) &&
    isPlainCall(expression.right)
    ? { call: expression.right, target: expression.left }
    : undefined;
}

function isPlainCall(node: ts.Expression): node is ts.CallExpression {
  return ts.isCallExpression(node) && isPlain(node.expression) && node.arguments.every(isPlain);
}

/** Names, fields of records, constants, and their negation. */
function isPlain(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.questionDotToken === undefined && isPlain(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand);
  return (
    ts.isIdentifier(node) ||
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}
