import type { CallExpression, Expression, Statement } from "acorn";
import { substitute } from "./aliases";
import { evaluatesInOrder } from "./evaluation";
import { hasReturn, isStraight } from "./straight";
import { copy, forEachChild, identifier, isCallOf, isFunction, nothing, rewrite, walk } from "./tree";
import type { AnyNode, FunctionNode, Program } from "./tree";
import type { Names } from "./unique-names";
import { isFixed, type Use, type Variable, type Variables } from "./variables";

/** A block with nothing in it, or next to nothing. */
const LEAST_NODES = 3;

/** What may be written out for each record that is handed to it. */
const SPECIAL_NODES = 80;

/** What may be written several times instead of being called: about as long as the call. */
const SHORT_NODES = 12;

/**
 * Puts what a function does in the place of calls of it: where it is one short expression, and where there is only one call, which
 * is always come to. (An interpreter of source text reads what it passes over, so what is seldom called stays away.)
 */
export function inlineCalls(program: Program, variables: Variables, names: Names): boolean {
  const inlining = new Inlining(variables, names);
  for (const variable of variables) inlining.consider(variable);
  return inlining.apply(program);
}

class Inlining {
  readonly #replaced = new Map<AnyNode, AnyNode | readonly AnyNode[]>();
  /** Functions and calls in which something is replaced in this round: they are looked at again in the next one. */
  readonly #touched = new Set<AnyNode>();

  constructor(
    readonly variables: Variables,
    readonly names: Names,
  ) {}

  consider(variable: Variable): void {
    const target = variable.init;
    if (!isFixed(variable) || !isFunction(target) || !isStraight(target) || variable.uses.length === 0) return;
    const calls = variable.uses.filter(({ node, parent, owner }) => isCallOf(parent, node) && owner !== target);
    if (calls.length < variable.uses.length || this.#isTouched(target, calls)) return;
    const result = resultOf(target);
    if (result !== undefined) {
      const isSpecial = calls.every(({ parent }) => hasLiteral(parent)) && sizeOf(result) <= SPECIAL_NODES;
      if (variable.uses.length > 1 && sizeOf(result) > SHORT_NODES && !isSpecial) return;
      if (!calls.every((use) => this.#mayTake(use.parent as CallExpression, target, result))) return;
      calls.forEach((use) => this.#replaceByResult(use, target));
      return;
    }
    if (!returnsLast(target)) return;
    const isShort = sizeOf(target.body) <= SPECIAL_NODES;
    for (const use of calls) {
      const isOnly = (calls.length === 1 && isAlways(use)) || (isStatement(use) && sizeOf(target.body) <= LEAST_NODES);
      if (isOnly || (isShort && isStatement(use) && this.#isSpecial(use))) this.#replaceByStatements(use, target);
    }
  }

  /** Whether a call hands over a record or a function of the program's own, of which then more is known than in general. */
  #isSpecial({ parent }: Use): boolean {
    const args = parent.type === "CallExpression" ? parent.arguments : [];
    return args.some((each) => each.type === "Identifier" && this.variables.of(each) !== undefined && this.variables.isConstant(each));
  }

  apply(program: Program): boolean {
    if (this.#replaced.size === 0) return false;
    rewrite(program, (node, parent) => {
      const by = this.#replaced.get(node);
      const isInList = parent.type === "BlockStatement" || parent.type === "Program" || parent.type === "SwitchCase";
      if (!Array.isArray(by) || isInList) return by;
      return { ...node, type: "BlockStatement", body: by } as unknown as AnyNode;
    });
    return true;
  }

  #isTouched(target: FunctionNode, calls: readonly Use[]): boolean {
    const isTouched =
      this.#touched.has(target) ||
      calls.some(({ parent, owner }) => this.#touched.has(parent) || (owner !== undefined && this.#touched.has(owner)));
    if (isTouched) return true;
    return calls.some(({ parent }, at) => calls.some((other, index) => index !== at && isWithin(other.parent, parent)));
  }

  #touch({ parent, owner }: Use, target: FunctionNode): void {
    this.#touched.add(target);
    walk(target, (each) => this.#touched.add(each));
    walk(parent, (each) => this.#touched.add(each));
    if (owner !== undefined) this.#touched.add(owner);
  }

  #mayTake(call: CallExpression, target: FunctionNode, result: Expression): boolean {
    const moving: string[] = [];
    for (const [at, parameter] of target.params.entries()) {
      if (parameter.type !== "Identifier" || (this.variables.get(parameter.name)?.writes ?? 1) > 0) return false;
      const given = call.arguments[at];
      if (given === undefined || this.variables.isConstant(given)) continue;
      if (this.variables.get(parameter.name)?.uses.some(({ owner }) => owner !== target) === true) return false;
      if (!this.#isSteady(given)) moving.push(parameter.name);
    }
    // What is given beyond the parameters would be lost.
    return call.arguments.length <= target.params.length && evaluatesInOrder(result, moving);
  }

  /** Whether an expression gives the same a moment later, whatever is called in between. */
  #isSteady(given: AnyNode): boolean {
    const variable = this.variables.of(given);
    return variable !== undefined && !variable.isGlobal && variable.writes === 0;
  }

  #copyFor({ parent }: Use, target: FunctionNode): FunctionNode {
    const call = parent as CallExpression;
    const own = copy(target);
    const renamed = new Map([...this.names.renameDeclared(own)].map(([now, old]) => [old, now]));
    const values = new Map<string, AnyNode>();
    target.params.forEach((parameter, at) => {
      if (parameter.type !== "Identifier") return;
      values.set(renamed.get(parameter.name) ?? parameter.name, call.arguments[at] ?? nothing(call));
    });
    own.params = [];
    substitute(own, values);
    return own;
  }

  #replaceByResult(use: Use, target: FunctionNode): void {
    this.#touch(use, target);
    this.#replaced.set(use.parent, resultOf(this.#copyFor(use, target))!);
  }

  #replaceByStatements(use: Use, target: FunctionNode): void {
    const call = use.parent as CallExpression;
    if (use.around === undefined || target.body.type !== "BlockStatement") return;
    this.#touch(use, target);
    const before: AnyNode[] = [];
    const args = target.params.map((parameter, at): Expression => {
      const given: Expression = (call.arguments[at] as Expression | undefined) ?? nothing(call);
      const isWritten = parameter.type !== "Identifier" || (this.variables.get(parameter.name)?.writes ?? 1) > 0;
      if (!isWritten && this.variables.isConstant(given)) return given;
      const id = identifier(this.names.take(parameter.type === "Identifier" ? parameter.name : "value"), given);
      const place = { start: given.start, end: given.end, loc: given.loc };
      const declarations = [{ type: "VariableDeclarator" as const, id, init: given, ...place }];
      before.push({ type: "VariableDeclaration", kind: "let", declarations, ...place });
      return id;
    });
    call.arguments = args;
    const { body } = this.#copyFor(use, target);
    const statements: AnyNode[] = body.type === "BlockStatement" ? body.body : [];
    const last = statements.at(-1);
    // What it gives is not used.
    if (last?.type === "ReturnStatement") statements.splice(-1, 1, ...(last.argument == null ? [] : [valueOnly(last.argument)]));
    this.#replaced.set(use.around, [...before, ...statements]);
  }
}

/** The one expression that a function gives; undefined where it does more. */
function resultOf(target: FunctionNode): Expression | undefined {
  if (target.body.type !== "BlockStatement") return target.body;
  const [only, ...others]: Statement[] = target.body.body;
  return others.length === 0 && only?.type === "ReturnStatement" ? (only.argument ?? undefined) : undefined;
}

/** Whether a call hands over a number or a text that is known, with which what is called can be worked out further. */
function hasLiteral(call: AnyNode): boolean {
  return call.type === "CallExpression" && call.arguments.some(({ type }) => type === "Literal");
}

function valueOnly(expression: Expression): AnyNode {
  return { type: "ExpressionStatement", expression, start: expression.start, end: expression.end, loc: expression.loc };
}

/** Whether a function returns nowhere but at its end. */
function returnsLast(target: FunctionNode): boolean {
  if (target.body.type !== "BlockStatement") return false;
  const { body } = target.body;
  return !body.some((each, at) => hasReturn(each) && !(each.type === "ReturnStatement" && at === body.length - 1));
}

function isStatement({ around, owner }: Use): boolean {
  return around?.type === "ExpressionStatement" && owner !== undefined;
}

/** Whether a call is a statement that is come to whenever its function is called. */
function isAlways({ around, owner }: Use): boolean {
  if (around?.type !== "ExpressionStatement" || owner === undefined) return false;
  if (owner.body.type !== "BlockStatement") return false;
  const { body } = owner.body;
  const at = body.indexOf(around);
  return at >= 0 && !body.slice(0, at).some((each) => hasReturn(each));
}

function sizeOf(node: AnyNode): number {
  let size = 0;
  walk(node, () => size++);
  return size;
}

function isWithin(node: AnyNode, outer: AnyNode): boolean {
  let found = false;
  forEachChild(outer, (child) => {
    found ||= child === node || isWithin(node, child);
  });
  return found;
}
