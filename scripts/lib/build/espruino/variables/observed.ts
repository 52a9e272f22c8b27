import { parse } from "acorn";
import { forEachChild, isFunction, walk, type AnyNode, type FunctionNode, type Program } from "../shape/tree";

/** What the interpreter keeps of a function besides its scopes. */
export interface FunctionFacts {
  parameters: string[];
  /** Nothing is kept of a body in which nothing stands. */
  isEmpty: boolean;
  /** Its own name, where it is an expression that has one. */
  ownName?: string;
}

/** A program that tells, while it runs, what the engine would keep. */
export interface Observed {
  code: string;
  functions: FunctionFacts[];
  /** Where each global is declared, in the order of the program. */
  globals: { name: string; at: number }[];
  /** All texts that stand in it. */
  texts: Set<string>;
}

/** The name of what the program calls; nothing of it is told of itself. */
export const OBSERVER = "$observer";

/**
 * Makes a program tell three things that V8 would keep to itself: which globals it has (`globals`), which function was made in which
 * scopes (`made`), and what is in a scope (`scope`). The interpreter keeps all names of a scope, whether a function needs them or not.
 * @param code Minified
 */
export function observe(code: string): Observed {
  const program = parse(code, { ecmaVersion: "latest" }) as Program;
  return new Observation(code, program).result();
}

/** A place in the program, and what is put there. */
interface Insertion {
  at: number;
  text: string;
}

class Observation {
  readonly #insertions: Insertion[] = [];
  readonly #functions: FunctionFacts[] = [];
  readonly #ownFunctions: string[] = [];
  #scopes = 0;

  constructor(
    readonly code: string,
    readonly program: Program,
  ) {}

  result(): Observed {
    forEachChild(this.program, (child) => this.#visit(child, []));
    const globals = globalsOf(this.program);
    const getters = gettersOf(globals.map(({ name }) => name));
    const head = `${OBSERVER}.globals(${getters});${this.#ownFunctions.join("")}`;
    return { code: head + this.#text(), functions: this.#functions, globals, texts: textsOf(this.program) };
  }

  #text(): string {
    let text = "";
    let read = 0;
    // What was put at a place first stays first.
    for (const { at, text: inserted } of this.#insertions.sort((a, b) => a.at - b.at)) {
      text += this.code.slice(read, at) + inserted;
      read = at;
    }
    return text + this.code.slice(read);
  }

  #insert(at: number, text: string): void {
    this.#insertions.push({ at, text });
  }

  /** @param scopes Names of what stands for the scopes around, the outermost first */
  #visit(node: AnyNode, scopes: readonly string[], head: readonly string[] = []): void {
    if (isFunction(node)) {
      this.#visitFunction(node, scopes);
    } else if (node.type === "Property" && node.method && isFunction(node.value)) {
      this.#insert(node.value.start, `:${OBSERVER}.made(function`);
      const facts = this.#visitInside(node.value, scopes);
      this.#insert(node.value.end, `,${facts},[${scopes.join()}])`);
    } else if (node.type === "BlockStatement") {
      this.#visitBlock(node, [...head, ...lexicalNames(node.body)], scopes);
    } else {
      const own = headNames(node);
      forEachChild(node, (child) => this.#visit(child, scopes, own));
    }
  }

  #visitBlock(
    block: AnyNode & { body: readonly AnyNode[] },
    names: readonly string[],
    scopes: readonly string[],
  ): void {
    const inner =
      names.length > 0 && hasFunction(block) ? [...scopes, this.#openScope(block.start + 1, names)] : scopes;
    for (const each of block.body) this.#visit(each, inner);
  }

  #openScope(at: number, names: readonly string[]): string {
    const scope = `$scope${this.#scopes++}`;
    this.#insert(at, `const ${scope}=${OBSERVER}.scope(${gettersOf(names)});`);
    return scope;
  }

  #visitFunction(node: FunctionNode, scopes: readonly string[]): void {
    const isStatement = node.type === "FunctionDeclaration";
    if (!isStatement) this.#insert(node.start, `${OBSERVER}.made(`);
    const facts = this.#visitInside(node, scopes);
    const tail = `${facts},[${scopes.join()}])`;
    if (!isStatement) {
      this.#insert(node.end, `,${tail}`);
      return;
    }
    const made = `${OBSERVER}.made(${node.id?.name},${tail};`;
    if (scopes.length === 0) this.#ownFunctions.push(made);
    else this.#insert(node.end, `;${made}`);
  }

  /** @returns where its facts are */
  #visitInside(node: FunctionNode, scopes: readonly string[]): number {
    const index = this.#functions.push(factsOf(node)) - 1;
    const { body } = node;
    const names = functionNames(node);
    if (!hasFunction(body)) return index;
    if (body.type === "BlockStatement") {
      const inner = [...scopes, this.#openScope(body.start + 1, names)];
      for (const each of body.body) this.#visit(each, inner);
    } else {
      const at = this.code.lastIndexOf("=>", body.start) + 2;
      this.#insert(at, "{");
      const inner = [...scopes, this.#openScope(at, names)];
      this.#insert(at, "return ");
      this.#visit(body, inner);
      this.#insert(node.end, "}");
    }
    return index;
  }
}

function gettersOf(names: readonly string[]): string {
  return `{${names.map((name) => `${name}:()=>${name}`).join()}}`;
}

function globalsOf(program: Program): { name: string; at: number }[] {
  return program.body.flatMap((statement) => {
    const node = statement as AnyNode;
    if (node.type === "FunctionDeclaration") return [{ name: node.id?.name ?? "", at: node.start }];
    if (node.type !== "VariableDeclaration") return [];
    return node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [{ name: id.name, at: id.start }] : []));
  });
}

/** What `let` and `const` declare right there. */
function lexicalNames(statements: readonly AnyNode[]): string[] {
  return statements.flatMap((node) =>
    node.type === "VariableDeclaration" && node.kind !== "var"
      ? node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []))
      : [],
  );
}

/** What the block of a loop or of a `catch` knows besides. */
function headNames(node: AnyNode): string[] {
  if (node.type === "CatchClause") return node.param?.type === "Identifier" ? [node.param.name] : [];
  if (node.type === "ForStatement" && node.init != null) return lexicalNames([node.init as AnyNode]);
  return node.type === "ForOfStatement" || node.type === "ForInStatement" ? lexicalNames([node.left as AnyNode]) : [];
}

/** All that a call of a function has in its scope: also what `var` and functions in its blocks declare. */
function functionNames({ params, body }: FunctionNode): string[] {
  const names = params.flatMap((each) => (each.type === "Identifier" ? [each.name] : []));
  if (body.type !== "BlockStatement") return names;
  const hoisted: string[] = [];
  const look = (node: AnyNode): void => {
    if (node.type === "FunctionDeclaration" && node.id != null) hoisted.push(node.id.name);
    if (isFunction(node)) return;
    if (node.type === "VariableDeclaration" && node.kind === "var") {
      for (const { id } of node.declarations) if (id.type === "Identifier") hoisted.push(id.name);
    }
    forEachChild(node, look);
  };
  for (const each of body.body) look(each);
  return [...new Set([...names, ...lexicalNames(body.body), ...hoisted])];
}

function factsOf(node: FunctionNode): FunctionFacts {
  const { params, body } = node;
  return {
    parameters: params.map((each) => (each.type === "Identifier" ? each.name : "")),
    isEmpty: body.type === "BlockStatement" && body.body.length === 0,
    ...(node.type === "FunctionExpression" && node.id != null ? { ownName: node.id.name } : {}),
  };
}

function hasFunction(node: AnyNode): boolean {
  let isFound = isFunction(node);
  forEachChild(node, (child) => {
    if (!isFound) isFound = hasFunction(child);
  });
  return isFound;
}

function textsOf(program: Program): Set<string> {
  const texts = new Set<string>();
  walk(program, (node) => {
    if (node.type === "Literal" && typeof node.value === "string") texts.add(node.value);
    if (node.type === "TemplateElement" && typeof node.value.cooked === "string") texts.add(node.value.cooked);
  });
  return texts;
}
