import { declaredBelow, forEachChild, isFunction, isVariable, walk, type AnyNode, type Program } from "./tree";

/** Gives names that no other variable of the program has. */
export class Names {
  readonly #taken = new Set<string>();

  take(wanted: string): string {
    const base = wanted.replace(/\$\d+$/, "");
    let name = base;
    for (let count = 1; this.#taken.has(name); count++) name = `${base}$${count}`;
    this.#taken.add(name);
    return name;
  }

  /** Gives what a copy declares names of its own. @returns the new ones with the old */
  renameDeclared(node: AnyNode): ReadonlyMap<string, string> {
    const declared = declaredBelow(node);
    // A function that calls itself means the one that it is copied from.
    if (node.type === "FunctionDeclaration" && node.id != null) declared.delete(node.id.name);
    const own = new Map([...declared].map((name) => [name, this.take(name)]));
    walk(node, (each, parent) => {
      if (isVariable(each, parent) || each === node) {
        if (each.type === "Identifier") each.name = own.get(each.name) ?? each.name;
      }
    });
    return new Map([...own].map(([old, now]) => [now, old]));
  }
}

type Scope = Map<string, string>;

/**
 * Gives every variable of a program a name of its own, so that a name alone says which variable is meant, wherever code is
 * moved to. Names of the engine are those that nobody declares where they are used; they stay.
 * @param others Names that none of them may have
 */
export function uniqueNames(program: Program, others: Iterable<string> = []): Names {
  const names = new Names();
  for (const other of others) names.take(other);
  walk(program, (node) => {
    // A shorthand is two things: a key that stays, and a variable.
    if (node.type === "Property") node.shorthand = false;
    if (node.type === "ThisExpression") throw new Error("the build does not know what to make of this");
  });
  for (const free of freeNames(program)) names.take(free);
  renameIn(program, [], names);
  return names;
}

/** Names that are used where nothing declares them. */
function freeNames(program: Program): Set<string> {
  const free = new Set<string>();
  const look = (node: AnyNode, outer: readonly Scope[]): void => {
    const scopes = [declaredHere(node, new Names()), ...outer];
    forEachChild(node, (child) => {
      if (!isVariable(child, node)) look(child, scopes);
      else if (!scopes.some((scope) => scope.has(child.name))) free.add(child.name);
    });
  };
  look(program, []);
  return free;
}

function renameIn(node: AnyNode, outer: readonly Scope[], names: Names): void {
  const own = declaredHere(node, names);
  const scopes = own.size > 0 ? [own, ...outer] : outer;
  forEachChild(node, (child) => {
    // A function's own name belongs to the scope around it.
    if (isVariable(child, node)) {
      const isOwnName = node.type === "FunctionDeclaration" && node.id === child;
      child.name = find(isOwnName ? outer : scopes, child.name);
    } else {
      renameIn(child, scopes, names);
    }
  });
}

function find(scopes: readonly Scope[], name: string): string {
  return scopes.find((scope) => scope.has(name))?.get(name) ?? name;
}

/** What a node that opens a scope declares in it. */
function declaredHere(node: AnyNode, names: Names): Scope {
  const scope: Scope = new Map();
  const declare = (id: AnyNode | null | undefined): void => {
    if (id?.type === "Identifier" && !scope.has(id.name)) scope.set(id.name, names.take(id.name));
  };
  const declareStatement = (statement: AnyNode | null | undefined): void => {
    if (statement?.type === "VariableDeclaration" && statement.kind === "var") {
      throw new Error("the build does not know what to make of var, which outlives its block");
    }
    if (statement?.type === "VariableDeclaration") statement.declarations.forEach(({ id }) => declare(id));
    if (statement?.type === "FunctionDeclaration") declare(statement.id);
  };
  if (node.type === "Program" || node.type === "BlockStatement") node.body.forEach(declareStatement);
  if (node.type === "SwitchStatement") node.cases.forEach((each) => each.consequent.forEach(declareStatement));
  if (node.type === "ForStatement") declareStatement(node.init);
  if (node.type === "ForOfStatement" || node.type === "ForInStatement") declareStatement(node.left);
  if (node.type === "CatchClause") declare(node.param);
  if (isFunction(node)) node.params.forEach(declare);
  if (node.type === "FunctionExpression" && node.id != null) {
    throw new Error(`the build does not know what to make of ${node.id.name}, a function's name for itself`);
  }
  return scope;
}
