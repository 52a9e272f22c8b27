import type { Expression, Statement, VariableDeclaration, VariableDeclarator } from "acorn";
import { forEachChild, identifier, isFunction, walk, type AnyNode, type Program } from "./tree";
import type { Names } from "./unique-names";
import type { Variables } from "./variables";

/**
 * Orders a program for an interpreter that looks for a name through all that were declared before it: functions and what they use
 * after boot come first; what only the boot uses is in a block around all that it does, which takes it away at its end.
 */
export function layOut(program: Program, variables: Variables, names: Names): void {
  const functions: AnyNode[] = [];
  const lasting: AnyNode[] = [];
  const boot: Statement[] = [];
  const onlyBoot = new Set<string>();
  for (const statement of program.body) {
    if (statement.type === "FunctionDeclaration") {
      functions.push(statement);
    } else if (statement.type !== "VariableDeclaration") {
      boot.push(statement as Statement);
    } else {
      for (const declarator of statement.declarations) declare(statement, declarator);
    }
  }
  for (const statement of boot) hoistFunctions(statement);
  const place = { start: program.start, end: program.end, loc: program.loc };
  const block = { type: "BlockStatement" as const, body: boot, ...place };
  program.body = [...functions, ...lasting, block] as Program["body"];

  /** A function in the block would keep all of the block. */
  function hoistFunctions(statement: AnyNode): void {
    forEachChild(statement, (child, replace) => {
      if (!isFunction(child)) {
        hoistFunctions(child);
        return;
      }
      if (usesAny(child, onlyBoot)) return;
      const id = identifier(names.take("later"), child);
      const at = { start: child.start, end: child.end, loc: child.loc };
      const declarator = { type: "VariableDeclarator" as const, id, init: child as Expression, ...at };
      functions.push({ type: "VariableDeclaration", kind: "const", declarations: [declarator], ...at });
      replace(identifier(id.name, child));
    });
  }

  function declare(statement: VariableDeclaration, declarator: VariableDeclarator): void {
    const { id, init } = declarator;
    const variable = variables.of(id);
    if (variable === undefined || id.type !== "Identifier") throw new Error("a declaration without a name");
    const isLasting = variable.uses.some(({ owner }) => owner !== undefined);
    if (isFunction(init)) {
      functions.push({ ...statement, declarations: [declarator] });
    } else if (!isLasting) {
      onlyBoot.add(id.name);
      boot.push({ ...statement, declarations: [declarator] });
    } else if (init == null || isLiteral(init)) {
      lasting.push({ ...statement, kind: "let", declarations: [declarator] });
    } else {
      // It is declared outside of the block and made where it was.
      lasting.push({ ...statement, kind: "let", declarations: [{ ...declarator, init: null }] });
      const left = identifier(id.name, declarator);
      const at = { start: declarator.start, end: declarator.end, loc: declarator.loc };
      const expression = { type: "AssignmentExpression" as const, operator: "=" as const, left, right: init, ...at };
      boot.push({ type: "ExpressionStatement", expression, ...at });
    }
  }
}

function usesAny(node: AnyNode, names: ReadonlySet<string>): boolean {
  let isFound = false;
  walk(node, (each) => {
    if (each.type === "Identifier" && names.has(each.name)) isFound = true;
  });
  return isFound;
}

function isLiteral(node: AnyNode): boolean {
  return node.type === "Literal" || (node.type === "UnaryExpression" && node.argument.type === "Literal");
}
