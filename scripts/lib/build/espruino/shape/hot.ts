import type { CallExpression, ConditionalExpression, IfStatement } from "acorn";
import { guardOf, placesIn, SELDOM, USUAL, type Place } from "./places";
import type { PointsTo } from "./points-to";
import { hasReturn } from "./straight";
import {
  forEachChild,
  isFunction,
  isVariable,
  propertyOf,
  walk,
  type AnyNode,
  type FunctionNode,
  type Program,
} from "./tree";

/** Functions of the engine that call what they are given again and again. */
const OFTEN = new Set(["setTimeout", "setInterval", "setWatch"]);
const LEAST = 0.01;
const SECOND_MS = 1_000;
/** Events that come again and again. */
const FREQUENT = new Set(["data", "drain", "message"]);

/**
 * What runs often: what timers, watches and arriving bytes call, and what that calls each time. An interpreter of source text reads
 * what it passes over, so what seldom runs is kept out of it; elsewhere that does not matter.
 */
export class Hot {
  readonly #frequencies = new Map<FunctionNode, number>();
  /** What the engine calls itself. */
  readonly #roots = new Set<FunctionNode>();
  readonly #places = new Map<FunctionNode, Map<AnyNode, Place>>();

  constructor(
    program: Program,
    readonly things: PointsTo,
  ) {
    walk(program, (node) => {
      if (node.type !== "CallExpression" || !isOften(node.callee, node.arguments)) return;
      const frequency = frequencyOf(node);
      for (const each of node.arguments) {
        const targets = isFunction(each) ? [each] : this.things.called(each).functions;
        targets.forEach((target) => {
          this.#roots.add(target);
          this.#enter(target, frequency);
        });
      }
    });
  }

  /** Whether it runs again and again, if only each so many seconds. */
  has(target: FunctionNode): boolean {
    return this.frequency(target) > LEAST;
  }

  /** Whether it runs nearly each time that something happens. */
  isFrequent(target: FunctionNode): boolean {
    return this.frequency(target) > SELDOM;
  }

  /** Whether the engine calls it. */
  isRoot(target: FunctionNode): boolean {
    return this.#roots.has(target);
  }

  /** A guess at how often it runs, for each time that something happens: 0 … 1. */
  frequency(target: FunctionNode): number {
    return this.#frequencies.get(target) ?? 0;
  }

  /** A guess at how often each name is looked up. */
  lookUps(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [target, frequency] of this.#frequencies) {
      const guard = this.#guardOf(target);
      if (guard === undefined) countLookUps(target.body, frequency, counts);
      else [guard.test, guard.consequent].forEach((each) => countLookUps(each, frequency, counts));
    }
    return counts;
  }

  place(owner: FunctionNode, call: AnyNode): Place | undefined {
    let places = this.#places.get(owner);
    if (places === undefined) this.#places.set(owner, (places = placesIn(owner, this.#guardOf(owner))));
    return places.get(call);
  }

  #guardOf(target: FunctionNode): IfStatement | undefined {
    return this.#roots.has(target) ? guardOf(target) : undefined;
  }

  #enter(target: FunctionNode, frequency: number): void {
    if (frequency < LEAST || this.frequency(target) >= frequency) return;
    this.#frequencies.set(target, frequency);
    for (const [call, { chance }] of placesIn(target, this.#guardOf(target))) {
      if (call.type !== "CallExpression") continue;
      this.things.called(call.callee).functions.forEach((each) => this.#enter(each, frequency * chance));
    }
  }
}

function countLookUps(node: AnyNode, frequency: number, counts: Map<string, number>): void {
  if (isFunction(node) || frequency < LEAST) return;
  let isFirst = true;
  let hasReturned = false;
  const usual = hasElse(node) ? node.consequent : undefined;
  forEachChild(node, (child) => {
    if (isVariable(child, node)) counts.set(child.name, (counts.get(child.name) ?? 0) + frequency);
    const isPassedOver = (MAY_NOT.has(node.type) && !isFirst) || node.type === "CatchClause" || hasReturned;
    const share = child === usual ? USUAL : isPassedOver ? SELDOM : 1;
    countLookUps(child, frequency * share, counts);
    if (node.type === "BlockStatement" && hasReturn(child)) hasReturned = true;
    isFirst = false;
  });
}

function hasElse(node: AnyNode): node is IfStatement | ConditionalExpression {
  return node.type === "ConditionalExpression" || (node.type === "IfStatement" && node.alternate != null);
}

/** What is evaluated but for its first part only under a condition. */
const MAY_NOT = new Set(["IfStatement", "ConditionalExpression", "LogicalExpression", "TryStatement"]);

/** An interval's, where it is longer than the second in which most things run. */
function frequencyOf({ callee, arguments: [, ms] }: CallExpression): number {
  const isInterval = callee.type === "Identifier" && callee.name === "setInterval";
  const isLong = isInterval && ms?.type === "Literal" && typeof ms.value === "number" && ms.value > SECOND_MS;
  return isLong ? SECOND_MS / (ms.value as number) : 1;
}

function isOften(callee: AnyNode, args: readonly AnyNode[]): boolean {
  if (callee.type === "Identifier") return OFTEN.has(callee.name);
  const [event] = args;
  return propertyOf(callee) === "on" && event?.type === "Literal" && FREQUENT.has(String(event.value));
}
