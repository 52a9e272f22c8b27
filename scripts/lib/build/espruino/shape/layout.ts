import type { Expression, Statement, VariableDeclaration, VariableDeclarator } from "acorn";
import type { Hot } from "./hot";
import { forEachChild, replaceChildren, identifier, isFunction, walk, type AnyNode, type Program } from "./tree";
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

  readonly #lookUps: ReadonlyMap<string, number>;

  constructor(
    readonly variables: Variables,
    readonly names: Names,
    hot: Hot,
  ) {
    this.#lookUps = hot.lookUps();
  }

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
    for (const statement of this.#boot) declaredOutside(statement).forEach((name) => this.#bootNames.add(name));
    for (const statement of this.#boot) this.#hoistFunctions(statement);
    const place = { start: program.start, end: program.end, loc: program.loc };
    const block = { type: "BlockStatement" as const, body: this.#boot, ...place };
    const lasting = this.#lasting.sort((a, b) => b.weight - a.weight).map(({ statement }) => statement);
    program.body = [...lasting, block] as Program["body"];
  }

  #last(statement: AnyNode, variable: Variable | undefined): void {
    this.#lasting.push({ statement, weight: variable === undefined ? 0 : this.#weightOf(variable) });
  }

  #weightOf({ name }: Variable): number {
    return this.#lookUps.get(name) ?? 0;
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
    replaceChildren(statement, (child) => {
      if (!isFunction(child)) {
        this.#hoistFunctions(child);
        return undefined;
      }
      if (usesAny(child, this.#bootNames)) return undefined;
      const id = identifier(this.names.take("later"), child);
      const at = { start: child.start, end: child.end, loc: child.loc };
      const declarator = { type: "VariableDeclarator" as const, id, init: child as Expression, ...at };
      this.#last({ type: "VariableDeclaration", kind: "const", declarations: [declarator], ...at }, undefined);
      return identifier(id.name, child);
    });
  }
}

/** Names that a statement declares in its blocks, but not in functions. */
function declaredOutside(node: AnyNode): string[] {
  if (isFunction(node)) return [];
  const names: string[] = [];
  if (node.type === "VariableDeclarator" && node.id.type === "Identifier") names.push(node.id.name);
  if (node.type === "CatchClause" && node.param?.type === "Identifier") names.push(node.param.name);
  forEachChild(node, (child) => {
    if (child.type === "FunctionDeclaration") names.push(child.id?.name ?? "");
    names.push(...declaredOutside(child));
  });
  return names;
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
