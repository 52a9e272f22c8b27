import type { Expression, Statement, VariableDeclaration, VariableDeclarator } from "acorn";
import type { Hot } from "./hot";
import { forEachChild, identifier, isFunction, walk, type AnyNode, type Program } from "./tree";
import type { Names } from "./unique-names";
import type { Variable, Variables } from "./variables";

/**
 * Orders a program for an interpreter that looks for a name through all that were declared before it: what is read most often comes
 * first. What only the boot uses is in a block around all that it does, which takes it away at its end.
 */
export function layOut(program: Program, variables: Variables, names: Names, hot: Hot): void {
  const layout = new Layout(variables, names, hot);
  for (const statement of program.body) layout.add(statement);
  layout.finish(program);
}

class Layout {
  /** What outlives the boot, with how often it is read. */
  readonly #lasting: { statement: AnyNode; weight: number }[] = [];
  readonly #boot: Statement[] = [];
  /** Names that are gone after the boot. */
  readonly #bootNames = new Set<string>();

  constructor(
    readonly variables: Variables,
    readonly names: Names,
    readonly hot: Hot,
  ) {}

  add(statement: AnyNode): void {
    if (statement.type === "FunctionDeclaration") {
      this.#last(statement, this.variables.of(statement.id));
    } else if (statement.type === "VariableDeclaration") {
      for (const each of statement.declarations) this.#declare(statement, each);
    } else {
      this.#boot.push(statement as Statement);
    }
  }

  finish(program: Program): void {
    for (const statement of this.#boot) noteDeclared(statement, this.#bootNames);
    for (const statement of this.#boot) this.#hoistFunctions(statement);
    const place = { start: program.start, end: program.end, loc: program.loc };
    const block = { type: "BlockStatement" as const, body: this.#boot, ...place };
    const lasting = this.#lasting.sort((a, b) => b.weight - a.weight).map(({ statement }) => statement);
    program.body = [...lasting, block] as Program["body"];
  }

  #last(statement: AnyNode, variable: Variable | undefined): void {
    this.#lasting.push({ statement, weight: variable === undefined ? 0 : this.#weightOf(variable) });
  }

  #weightOf({ uses }: Variable): number {
    return uses.reduce((sum, { owner }) => sum + (owner === undefined ? 0 : this.hot.frequency(owner)), 0);
  }

  #declare(statement: VariableDeclaration, declarator: VariableDeclarator): void {
    const { id, init } = declarator;
    const variable = this.variables.of(id);
    if (variable === undefined || id.type !== "Identifier") throw new Error("a declaration without a name");
    const isLasting = variable.isWrittenLater || variable.uses.some(({ owner }) => owner !== undefined);
    const alone = { ...statement, declarations: [declarator] };
    if (isFunction(init)) {
      this.#last(alone, variable);
    } else if (!isLasting) {
      this.#bootNames.add(id.name);
      this.#boot.push(alone);
    } else if (init == null || isLiteral(init)) {
      this.#last({ ...alone, kind: "let" }, variable);
    } else {
      // It is declared outside of the block and made where it was.
      this.#last({ ...alone, kind: "let", declarations: [{ ...declarator, init: null }] }, variable);
      const left = identifier(id.name, declarator);
      const at = { start: declarator.start, end: declarator.end, loc: declarator.loc };
      const expression = { type: "AssignmentExpression" as const, operator: "=" as const, left, right: init, ...at };
      this.#boot.push({ type: "ExpressionStatement", expression, ...at });
    }
  }

  /** A function in the block would keep all of the block. */
  #hoistFunctions(statement: AnyNode): void {
    forEachChild(statement, (child, replace) => {
      if (!isFunction(child)) {
        this.#hoistFunctions(child);
        return;
      }
      // One that is declared is called by its name.
      if (child.type === "FunctionDeclaration" || usesAny(child, this.#bootNames)) return;
      const id = identifier(this.names.take("later"), child);
      const at = { start: child.start, end: child.end, loc: child.loc };
      const declarator = { type: "VariableDeclarator" as const, id, init: child as Expression, ...at };
      this.#last({ type: "VariableDeclaration", kind: "const", declarations: [declarator], ...at }, undefined);
      replace(identifier(id.name, child));
    });
  }
}

/** Notes what is declared in a statement, outside of functions. */
function noteDeclared(node: AnyNode, names: Set<string>): void {
  if (node.type === "VariableDeclarator" && node.id.type === "Identifier") names.add(node.id.name);
  if (node.type === "CatchClause" && node.param?.type === "Identifier") names.add(node.param.name);
  if (node.type === "FunctionDeclaration" && node.id != null) names.add(node.id.name);
  if (!isFunction(node)) forEachChild(node, (child) => noteDeclared(child, names));
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
