import type { Expression } from "acorn";
import { substitute } from "./aliases";
import { evaluatesInOrder } from "./evaluation";
import { walk, type AnyNode, type Program } from "./tree";
import { isFixed, type Variables } from "./variables";

/**
 * Puts what a variable is given in the place of its only use, where that is the first thing that the next statement evaluates: so
 * it is never made.
 */
export function replaceUsedOnce(program: Program, variables: Variables): boolean {
  const values = new Map<string, AnyNode>();
  walk(program, (node) => {
    if (node.type !== "BlockStatement") return;
    node.body.forEach((statement, at) => {
      const next = node.body[at + 1];
      if (statement.type !== "VariableDeclaration" || statement.declarations.length > 1 || next === undefined) return;
      const [only] = statement.declarations;
      const variable = variables.of(only?.id);
      const first = evaluatedFirst(next);
      // Another name for something is an alias, and those are gone by now.
      if (variable === undefined || only?.init == null || only.init.type === "Identifier" || first === undefined)
        return;
      const isAlone = isFixed(variable) && !variable.isGlobal && variable.uses.length === 1;
      const keepsValue = (name: string): boolean => (variables.get(name)?.writes ?? 0) === 0;
      if (isAlone && evaluatesInOrder(first, [variable.name], keepsValue)) values.set(variable.name, only.init);
    });
  });
  // One after the other, since what is given for one may name another.
  for (const value of values) substitute(program, new Map([value]));
  return values.size > 0;
}

/** What a statement evaluates before anything else. */
function evaluatedFirst(statement: AnyNode): Expression | undefined {
  if (statement.type === "ExpressionStatement") return statement.expression;
  if (statement.type === "IfStatement") return statement.test;
  if (statement.type === "ReturnStatement") return statement.argument ?? undefined;
  if (statement.type === "VariableDeclaration") return statement.declarations[0]?.init ?? undefined;
  return undefined;
}
