import { forEachChild, isFunction, isNothing, isVariable, type AnyNode, type FunctionNode, type Program } from "./tree";

/** Where a variable's value is used. */
export interface Use {
  node: AnyNode;
  parent: AnyNode;
  /** What the parent stands in. */
  around: AnyNode | undefined;
  /** The innermost function around it; undefined where it runs at boot. */
  owner: FunctionNode | undefined;
}

export interface Variable {
  name: string;
  /** What it is given when it is made, where that is written at its declaration. */
  init: AnyNode | undefined;
  /** Whether a statement of the program itself declares it. */
  isGlobal: boolean;
  /** Whether its value is known where it is declared: a parameter's and a loop's are not. */
  isDeclared: boolean;
  /** Whether it is another one in each round of a loop, which the interpreter has one variable for. */
  isOfRound: boolean;
  uses: Use[];
  /** How often it is given another value. */
  writes: number;
  /** Whether a function gives it another value. */
  isWrittenLater: boolean;
}

/** All variables of a program whose names are unique. Those of the engine are not among them. */
export class Variables {
  readonly #all = new Map<string, Variable>();
  /** Properties that something in the program sets. */
  readonly writtenProperties = new Set<string>();

  constructor(program: Program) {
    for (const use of this.#findIn(program)) this.#note(use);
  }

  get(name: string): Variable | undefined {
    return this.#all.get(name);
  }

  [Symbol.iterator](): IterableIterator<Variable> {
    return this.#all.values();
  }

  /** The variable that an expression names. */
  of(node: AnyNode | null | undefined): Variable | undefined {
    return node?.type === "Identifier" ? this.get(node.name) : undefined;
  }

  /** What a variable always holds; undefined where that is not known. */
  readonly valueOf = (node: AnyNode): AnyNode | undefined => {
    const variable = this.of(node);
    return variable !== undefined && isFixed(variable) ? variable.init : undefined;
  };

  /** Whether an expression gives the same wherever it stands: a literal, or the name of what is made once, at boot. */
  isConstant(node: AnyNode): boolean {
    if (node.type === "Literal") return true;
    if (isNothing(node)) return true;
    if (node.type === "UnaryExpression" && node.operator === "-") return node.argument.type === "Literal";
    if (node.type !== "Identifier") return false;
    // What nobody declares is the engine's.
    const variable = this.get(node.name);
    return variable === undefined || (variable.isGlobal && isFixed(variable));
  }

  #declare(name: string, init: AnyNode | undefined, isGlobal: boolean, isDeclared: boolean, isOfRound = false): void {
    this.#all.set(name, { name, init, isGlobal, isDeclared, isOfRound, uses: [], writes: 0, isWrittenLater: false });
  }

  /** Declares all variables. @returns All names of variables, also the engine's, where they do not declare one */
  #findIn(program: Program): Use[] {
    const uses: Use[] = [];
    let around: AnyNode | undefined;
    let owner: FunctionNode | undefined;
    const visit = (node: AnyNode, parent: AnyNode | undefined): void => {
      const outer = around;
      const outerOwner = owner;
      if (node.type === "Identifier") {
        if (parent !== undefined && isVariable(node, parent) && !isDeclaration(node, parent)) {
          uses.push({ node, parent, around, owner });
        }
        return;
      }
      this.#declareAt(node, parent, around);
      if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier") {
        if (isTarget(node, parent)) this.writtenProperties.add(node.property.name);
      }
      around = parent;
      if (isFunction(node)) owner = node;
      forEachChild(node, visit);
      around = outer;
      owner = outerOwner;
    };
    visit(program, undefined);
    return uses;
  }

  #declareAt(node: AnyNode, parent: AnyNode | undefined, around: AnyNode | undefined): void {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier") {
      const isInLoop = around?.type === "ForOfStatement" || around?.type === "ForInStatement";
      this.#declare(node.id.name, node.init ?? undefined, around?.type === "Program", !isInLoop, isInLoop);
    } else if (node.type === "CatchClause" && node.param?.type === "Identifier") {
      this.#declare(node.param.name, undefined, false, false);
    } else if (isFunction(node)) {
      if (node.type === "FunctionDeclaration" && node.id != null) {
        this.#declare(node.id.name, node, parent?.type === "Program", true);
      }
      for (const each of node.params) if (each.type === "Identifier") this.#declare(each.name, undefined, false, false);
    }
  }

  #note(use: Use): void {
    const { node, parent, around, owner } = use;
    const variable = this.of(node);
    if (variable === undefined) return;
    if (isTarget(node, parent)) {
      variable.writes++;
      if (owner !== undefined) variable.isWrittenLater = true;
      // What it was before is used where it is only changed, or where the new value is.
      if (parent.type === "AssignmentExpression" && parent.operator === "=" && isStatement(around)) return;
      if (parent.type === "UpdateExpression" && isStatement(around)) return;
    }
    variable.uses.push(use);
  }
}

function isStatement(node: AnyNode | undefined): boolean {
  return node?.type === "ExpressionStatement";
}

/** Whether a variable keeps the value that it is declared with. */
export function isFixed({ isDeclared, writes }: Variable): boolean {
  return isDeclared && writes === 0;
}

export function isTarget(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === "AssignmentExpression") return parent.left === node;
  if (parent?.type === "UpdateExpression") return true;
  if (parent?.type === "UnaryExpression") return parent.operator === "delete";
  return (parent?.type === "ForOfStatement" || parent?.type === "ForInStatement") && parent.left === node;
}

function isDeclaration(node: AnyNode, parent: AnyNode): boolean {
  if (parent.type === "VariableDeclarator") return parent.id === node;
  if (parent.type === "CatchClause") return parent.param === node;
  return isFunction(parent) && (parent.id === node || (parent.params as AnyNode[]).includes(node));
}
