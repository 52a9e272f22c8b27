import { setTimeout as sleep } from "node:timers/promises";
import { didYouMean } from "../../cli/did-you-mean";
import { UserError } from "../../user-error";
import type { SteppedDesk } from "../desk";
import type { Order } from "../lines/order";
import { topicsOf } from "../lines/topics";
import type { DeskEvent } from "../protocol";
import { fits, tellExpectation, type Expectation } from "./expectation";
import type { Step } from "./parse-script";
import { tellPin, textOf, Watch } from "./watch";

/** How one step ended. */
export interface Outcome {
  step: Step;
  atMs: number;
  /** Undefined where it went as it should; otherwise what was expected and what came, a line each. */
  problem: string[] | undefined;
}

/** How many things that came are told where others were expected. */
const MOST_TOLD = 4;
/** `time next` looks no further. */
const LONGEST_NEXT_MS = 86_400_000;
/** How finely time is cut that passes beside the wall clock. */
const SLICE_MS = 20;

/** Does what a script says, one step after the other, and looks whether it comes as expected. */
export class Play {
  readonly #desk: SteppedDesk;
  readonly #watch: Watch;
  readonly #tell: (outcome: Outcome) => void;
  /** How many times as fast as the wall clock; undefined: as fast as the computer can. */
  #speed: number | undefined;
  #hasHappened = false;

  /** @param tell Is called with each step when it is done */
  constructor(desk: SteppedDesk, tell: (outcome: Outcome) => void, onEvent: (event: DeskEvent) => void = () => {}) {
    this.#desk = desk;
    this.#tell = tell;
    this.#watch = new Watch(desk);
    this.#watch.onEvent = (event) => {
      if (event.type === "message" || event.type === "pin" || event.type === "console") this.#hasHappened = true;
      onEvent(event);
    };
  }

  /**
   * An expectation that is not met is no reason to end: what else is wrong is told too. What cannot be done is.
   * @returns whether all went as expected
   */
  async run(steps: readonly Step[]): Promise<boolean> {
    let isGood = true;
    try {
      for (const step of steps) {
        const problem = await this.#do(step);
        this.#tell({ step, atMs: this.#desk.nowMs, problem });
        if (problem !== undefined) isGood = false;
        if (problem !== undefined && step.action.do !== "expect") break;
      }
    } finally {
      this.#watch.close();
    }
    return isGood;
  }

  async #do({ action }: Step): Promise<string[] | undefined> {
    const { nowMs } = this.#desk;
    switch (action.do) {
      case "name":
        return undefined;
      case "at":
        if (action.seconds * 1000 < nowMs) {
          return [`it is ${seconds(nowMs)} already; what comes before took longer`];
        }
        await this.#passTo(action.seconds * 1000);
        return undefined;
      case "wait":
        await this.#passTo(nowMs + action.seconds * 1000);
        return undefined;
      case "order":
        return this.#obey(action.order);
      case "expect":
        return action.expectation.isAbsent ? this.#expectNothing(action.expectation) : this.#expect(action.expectation);
    }
  }

  async #obey(order: Order): Promise<string[] | undefined> {
    if (order.kind === "speed") this.#speed = order.times;
    if (order.kind === "next") {
      this.#hasHappened = false;
      await this.#passTo(this.#desk.nowMs + LONGEST_NEXT_MS, () => this.#hasHappened);
      if (!this.#hasHappened) return ["nothing happens by itself within a day"];
    }
    if (order.kind !== "do") return undefined;
    this.#watch.begin();
    try {
      for (const action of order.actions) await this.#desk.perform(action);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [...error.lines];
    }
    return undefined;
  }

  async #expect(expectation: Expectation): Promise<string[] | undefined> {
    let isMet = this.#watch.holds(expectation);
    if (!isMet && expectation.withinSeconds > 0) {
      await this.#passTo(
        this.#desk.nowMs + expectation.withinSeconds * 1000,
        () => isMet || (isMet = this.#watch.holds(expectation)),
      );
    }
    // What is due at the last moment counts.
    if (isMet || this.#watch.holds(expectation)) return undefined;
    return [`expected  ${tellExpectation(expectation)}`, ...this.#came(expectation), ...this.#hint(expectation)];
  }

  async #expectNothing(expectation: Expectation): Promise<string[] | undefined> {
    const from = this.#watch.count;
    let broken = this.#watch.broke(expectation, from);
    if (broken === undefined) {
      await this.#passTo(this.#desk.nowMs + expectation.withinSeconds * 1000, () => {
        broken ??= this.#watch.broke(expectation, from);
        return broken !== undefined;
      });
      broken ??= this.#watch.broke(expectation, from);
    }
    if (broken === undefined) return undefined;
    return [
      `expected  ${tellExpectation(expectation)}`,
      `came      ${broken.type === "pin" ? tellPin(broken) : textOf(broken)} at ${seconds(broken.atMs)}`,
    ];
  }

  /** What the script's author may have meant. */
  #hint({ subject, test, withinSeconds }: Expectation): string[] {
    if (withinSeconds === 0) return ['          (what takes its time is expected "within 10s")'];
    const last = this.#watch.lastOf(subject);
    const wasSo = last !== undefined && test !== undefined && fits(last.payload, test);
    return wasSo && this.#watch.cameOf(subject).length === 0
      ? ['          (it was so before, and nothing came since; how it stands is expected without "within")']
      : [];
  }

  /** What came instead of what was expected. */
  #came({ subject }: Expectation): string[] {
    if (subject.kind === "pin") {
      const pin = this.#watch.pin(subject.pin);
      return [pin === undefined ? "came      nothing" : `came      ${tellPin(pin)} at ${seconds(pin.atMs)}`];
    }
    const came = this.#watch.cameOf(subject).slice(-MOST_TOLD);
    const last = this.#watch.lastOf(subject);
    // Where nothing came of the last thing that was done, how it was before is what there is.
    const told = came.length === 0 && last !== undefined ? [last] : came;
    if (told.length > 0) {
      return told.map((each, i) => `${i === 0 ? "came      " : "          "}${textOf(each)} at ${seconds(each.atMs)}`);
    }
    const isOther = subject.kind === "message" && subject.topics.length > 1;
    const meant = isOther ? didYouMean(subject.topics[1], topicsOf(this.#desk.board)) : "";
    return [`came      nothing${meant}`];
  }

  async #passTo(atMs: number, isDone: () => boolean = () => false): Promise<void> {
    const speed = this.#speed;
    if (speed === undefined) return this.#desk.passTo(atMs, isDone);
    const wallStartMs = performance.now();
    const startMs = this.#desk.nowMs;
    while (this.#desk.nowMs < atMs && !isDone()) {
      await sleep(SLICE_MS);
      const dueMs = startMs + (performance.now() - wallStartMs) * speed;
      await this.#desk.passTo(Math.min(atMs, dueMs), isDone);
    }
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
