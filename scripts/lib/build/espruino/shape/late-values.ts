import type { ExpressionStatement } from "acorn";
import { calledBefore } from "./boot-order";
import type { PointsTo } from "./points-to";
import { rewrite, type AnyNode, type Program } from "./tree";
import { isPure } from "./unused";
import type { Variable, Variables } from "./variables";

/**
 * Makes a constant of a variable that is given its one value at boot, before anything reads it: what is told to a part after it was
 * made.
 */
export function bindLateValues(program: Program, variables: Variables, things: PointsTo): boolean {
  const late = new Map<AnyNode, Variable>();
  const statements = new Map<string, AnyNode>();
  for (const statement of program.body) {
    const written = writtenBy(statement);
    if (written !== undefined) statements.set(written, statement);
  }
  for (const variable of variables) {
    const statement = statements.get(variable.name);
    if (statement === undefined || !variable.isGlobal || !variable.isDeclared || variable.writes !== 1) continue;
    if (!isPure(variable.init)) continue;
    const { expression } = statement as ExpressionStatement;
    if (expression.type !== "AssignmentExpression" || !variables.isConstant(expression.right)) continue;
    if (isReadBefore(variable, program, statement, things)) continue;
    late.set(statement, variable);
  }
  if (late.size === 0) return false;
  const names = new Set([...late.values()].map(({ name }) => name));
  rewrite(program, (node) => {
    if (node.type === "VariableDeclaration") {
      const kept = node.declarations.filter(({ id }) => id.type !== "Identifier" || !names.has(id.name));
      if (kept.length === node.declarations.length) return undefined;
      return kept.length === 0 ? [] : { ...node, declarations: kept };
    }
    if (node.type !== "ExpressionStatement" || !late.has(node) || node.expression.type !== "AssignmentExpression") {
      return undefined;
    }
    const { left, right } = node.expression;
    const place = { start: node.start, end: node.end, loc: node.loc };
    const declarator = { type: "VariableDeclarator" as const, id: left, init: right, ...place };
    return { type: "VariableDeclaration", kind: "const", declarations: [declarator], ...place } as AnyNode;
  });
  return true;
}

function writtenBy(statement: AnyNode): string | undefined {
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression")
    return undefined;
  const { left, operator } = statement.expression;
  return operator === "=" && left.type === "Identifier" ? left.name : undefined;
}

function isReadBefore({ uses }: Variable, program: Program, statement: AnyNode, things: PointsTo): boolean {
  const called = calledBefore(program, statement, things);
  // What reads it at boot is left alone, whenever that is.
  return uses.some(({ owner }) => owner === undefined || called.has(owner));
}
