import { placesIn, type Place } from "./places";
import type { PointsTo } from "./points-to";
import { isFunction, propertyOf, walk, type AnyNode, type FunctionNode, type Program } from "./tree";

/** Functions of the engine that call what they are given again and again. */
const OFTEN = new Set(["setTimeout", "setInterval", "setWatch"]);
/** Events that come again and again. */
const FREQUENT = new Set(["data", "drain", "message"]);

/**
 * What runs often: what timers, watches and arriving bytes call, and what that calls each time. An interpreter of source text reads
 * what it passes over, so what seldom runs is kept out of it; elsewhere that does not matter.
 */
export class Hot {
  readonly #functions = new Set<FunctionNode>();
  readonly #places = new Map<FunctionNode, Map<AnyNode, Place>>();

  constructor(
    program: Program,
    readonly things: PointsTo,
  ) {
    walk(program, (node) => {
      if (node.type !== "CallExpression" || !isOften(node.callee, node.arguments)) return;
      for (const each of node.arguments) {
        if (isFunction(each)) this.#enter(each);
        else this.things.called(each).functions.forEach((target) => this.#enter(target));
      }
    });
  }

  has(target: FunctionNode): boolean {
    return this.#functions.has(target);
  }

  place(owner: FunctionNode, call: AnyNode): Place | undefined {
    let places = this.#places.get(owner);
    if (places === undefined) this.#places.set(owner, (places = placesIn(owner)));
    return places.get(call);
  }

  #enter(target: FunctionNode): void {
    if (this.#functions.has(target)) return;
    this.#functions.add(target);
    for (const [call, { isConditional }] of placesIn(target)) {
      if (isConditional || call.type !== "CallExpression") continue;
      this.things.called(call.callee).functions.forEach((each) => this.#enter(each));
    }
  }
}

function isOften(callee: AnyNode, args: readonly AnyNode[]): boolean {
  if (callee.type === "Identifier") return OFTEN.has(callee.name);
  const [event] = args;
  return propertyOf(callee) === "on" && event?.type === "Literal" && FREQUENT.has(String(event.value));
}
