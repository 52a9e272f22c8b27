import type { CallExpression, Expression } from "acorn";
import { substitute } from "./aliases";
import { evaluatesInOrder } from "./evaluation";
import type { Hot } from "./hot";
import type { Place } from "./places";
import { hasReturn, isStraight } from "./straight";
import {
  copy,
  forEachChild,
  replaceChildren,
  identifier,
  isCallOf,
  isFunction,
  nothing,
  rewrite,
  sizeOf,
  walk,
} from "./tree";
import type { AnyNode, FunctionNode, Program } from "./tree";
import type { Names } from "./unique-names";
import { isPure } from "./unused";
import { isFixed, type Use, type Variable, type Variables } from "./variables";

/** A block with nothing in it, or next to nothing. */
const LEAST_NODES = 3;
/** What may be written several times instead of being called: about as long as the call. */
const SHORT_NODES = 12;
/** What takes an interpreter as long to pass over as a call does: some 20,000 instructions. */
const CALL_NODES = 100;
/** What may be written where it runs often although it is called elsewhere as well: it takes room in flash memory, and none in RAM. */
const DOUBLED_NODES = 150;
/** What is called in most seconds. */
const OFTEN = 0.5;
/** What may be written out for each record or number that is handed to it. */
const SPECIAL_NODES = 80;

/**
 * Puts what a function does in the place of calls of it: where it is one short expression; where more is known of what is handed to
 * it than in general; and where there is only one call, unless that is passed over where things run often.
 */
export function inlineCalls(program: Program, variables: Variables, names: Names, hot: Hot): boolean {
  return inlined(program, new Inlining(variables, names, hot, false));
}

/**
 * The same also where a function runs often at one place and is called at others as well. To be done when nothing else can be put in
 * the place of its call: what such a function calls alone would be called from two places then.
 */
export function doubleCalls(program: Program, variables: Variables, names: Names, hot: Hot): boolean {
  return inlined(program, new Inlining(variables, names, hot, true));
}

function inlined(program: Program, inlining: Inlining): boolean {
  for (const variable of inlining.variables) inlining.consider(variable);
  return inlining.apply(program);
}

class Inlining {
  readonly #replaced = new Map<AnyNode, AnyNode | readonly AnyNode[]>();
  /** Functions and calls in which something is replaced in this round: they are looked at again in the next one. */
  readonly #touched = new Set<AnyNode>();

  constructor(
    readonly variables: Variables,
    readonly names: Names,
    readonly hot: Hot,
    readonly mayDouble: boolean,
  ) {}

  consider(variable: Variable): void {
    const target = variable.init;
    if (!isFixed(variable) || !isFunction(target) || !isStraight(target) || variable.uses.length === 0) return;
    const calls = variable.uses.filter(({ node, parent, owner }) => isCallOf(parent, node) && owner !== target);
    const result = resultOf(target);
    // What only gives a number or a text is never worth a call, whatever else is made of it.
    if (calls.length < variable.uses.length && result?.type !== "Literal") return;
    if (this.#isTouched(target, calls)) return;
    // What is given beyond the parameters would be lost.
    if (calls.some(({ parent }) => parent.type === "CallExpression" && parent.arguments.length > target.params.length))
      return;
    if (result !== undefined && this.#isWorth(result, calls)) {
      if (calls.every((use) => this.#mayTake(use.parent as CallExpression, target, result))) {
        calls.forEach((use) => this.#replaceByResult(use, target));
        return;
      }
    }
    for (const use of calls) {
      const place = use.owner === undefined ? undefined : this.hot.place(use.owner, use.parent);
      if (place?.statement === undefined || !mayStand(target, place)) continue;
      if (this.#isWorthAt(place, use, target, calls.length === 1))
        this.#replaceByStatements(use, place.statement, target);
    }
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

  #isWorth(result: Expression, calls: readonly Use[]): boolean {
    const size = sizeOf(result);
    if (calls.length === 1 || size <= SHORT_NODES) return true;
    return size <= SPECIAL_NODES && calls.every(({ parent }) => hasLiteral(parent));
  }

  #isWorthAt({ chance }: Place, use: Use, target: FunctionNode, isOnly: boolean): boolean {
    const size = sizeOf(target.body);
    if (size <= LEAST_NODES || (size <= SPECIAL_NODES && this.#isSpecial(use))) return true;
    const { owner } = use;
    // What is written where it is used is passed over as often as it is not done, and no call is needed as often as it is.
    const isFaster = size * (1 - chance) <= CALL_NODES * chance;
    if (isOnly) return isFaster || owner === undefined || !this.hot.has(owner);
    const isOften = owner !== undefined && this.hot.frequency(owner) * chance > OFTEN;
    return this.mayDouble && isOften && isFaster && size <= DOUBLED_NODES;
  }

  /** Whether a call hands over a record or a function of the program's own, of which then more is known than in general. */
  #isSpecial({ parent }: Use): boolean {
    const args = parent.type === "CallExpression" ? parent.arguments : [];
    return args.some((each) => this.variables.of(each) !== undefined && this.variables.isConstant(each));
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
    return evaluatesInOrder(result, moving, (name) => this.#keepsValue(name));
  }

  /** Whether an expression gives the same a moment later, whatever is called in between. */
  #isSteady(given: AnyNode): boolean {
    const variable = this.variables.of(given);
    return variable !== undefined && !variable.isGlobal && variable.writes === 0;
  }

  /** Whether nothing changes what a name stands for: it is the engine's, or a variable that keeps its value. */
  #keepsValue(name: string): boolean {
    return (this.variables.get(name)?.writes ?? 0) === 0;
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

  #replaceByStatements(use: Use, statement: AnyNode, target: FunctionNode): void {
    const call = use.parent as CallExpression;
    this.#touch(use, target);
    const before: AnyNode[] = [];
    call.arguments = target.params.map((parameter, at): Expression => {
      const given: Expression = (call.arguments[at] as Expression | undefined) ?? nothing(call);
      const isWritten = parameter.type !== "Identifier" || (this.variables.get(parameter.name)?.writes ?? 1) > 0;
      if (!isWritten && this.variables.isConstant(given)) return given;
      const id = identifier(this.names.take(parameter.type === "Identifier" ? parameter.name : "value"), given);
      const place = { start: given.start, end: given.end, loc: given.loc };
      const declarations = [{ type: "VariableDeclarator" as const, id, init: given, ...place }];
      before.push({ type: "VariableDeclaration", kind: "let", declarations, ...place });
      return id;
    });
    const { body } = this.#copyFor(use, target);
    const statements: AnyNode[] = body.type === "BlockStatement" ? body.body : [valueOnly(body)];
    this.#replaced.set(statement, [...before, ...withoutResult(statements)]);
  }
}

/** The one expression that a function gives; undefined where it does more. */
function resultOf(target: FunctionNode): Expression | undefined {
  if (target.body.type !== "BlockStatement") return target.body;
  const [only, ...others] = target.body.body;
  return others.length === 0 && only?.type === "ReturnStatement" ? (only.argument ?? undefined) : undefined;
}

/** Whether what a function does can stand at a place: it returns at its end, or there is nothing after it. */
function mayStand(target: FunctionNode, { isLast }: Place): boolean {
  if (target.body.type !== "BlockStatement") return true;
  const { body } = target.body;
  if (isLast) return true;
  return !body.some((each, at) => hasReturn(each) && !(each.type === "ReturnStatement" && at === body.length - 1));
}

/** What a function gives is not used where its call is a statement, and is not what the function gives that the call stands in. */
function withoutResult(statements: readonly AnyNode[]): AnyNode[] {
  const last = statements.at(-1);
  const others = last?.type === "ReturnStatement" ? statements.slice(0, -1) : statements;
  const body = others.flatMap(withBareReturns);
  return last?.type === "ReturnStatement" && last.argument != null ? [...body, valueOnly(last.argument)] : body;
}

/** A statement that returns nothing where it returned something. */
function withBareReturns(statement: AnyNode): AnyNode[] {
  if (statement.type === "ReturnStatement") {
    const bare = { ...statement, argument: null };
    return isPure(statement.argument) ? [bare] : [valueOnly(statement.argument!), bare];
  }
  replaceChildren(statement, (child) => {
    if (isFunction(child)) return undefined;
    const by = withBareReturns(child);
    const isInList = statement.type === "BlockStatement" || statement.type === "SwitchCase";
    if (by.length === 1) return by[0];
    return isInList ? by : ({ ...child, type: "BlockStatement", body: by } as unknown as AnyNode);
  });
  return [statement];
}

function valueOnly(expression: Expression): AnyNode {
  return { type: "ExpressionStatement", expression, start: expression.start, end: expression.end, loc: expression.loc };
}

/** Whether a call hands over a number or a text that is known, with which what is called can be worked out further. */
function hasLiteral(call: AnyNode): boolean {
  return call.type === "CallExpression" && call.arguments.some(({ type }) => type === "Literal");
}

function isWithin(node: AnyNode, outer: AnyNode): boolean {
  let found = false;
  forEachChild(outer, (child) => {
    if (child === node || isWithin(node, child)) found = true;
  });
  return found;
}
