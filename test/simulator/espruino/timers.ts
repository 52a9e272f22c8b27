import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";

interface Timer {
  dueUs: number;
  /** Only intervals have one. */
  periodUs: number | undefined;
  readonly run: unknown;
  readonly args: unknown[];
}

const SHORTEST_MS = 0.1;
const LONGEST_MS = 100 * 365 * 24 * 3600 * 1000;

/** The engine's list of timers: identifiers are the place in the list, and used again once the last ones are gone. */
export class Timers {
  readonly #time: VirtualTime;
  readonly #callbacks: Callbacks;
  readonly #error: (message: string) => Error;
  readonly #print: (line: string) => void;
  #timers = new Map<number, Timer>();
  #hasChanged = false;
  #nextUs = Infinity;

  constructor(
    time: VirtualTime,
    callbacks: Callbacks,
    error: (message: string) => Error,
    print: (line: string) => void,
  ) {
    this.#time = time;
    this.#callbacks = callbacks;
    this.#error = error;
    this.#print = print;
  }

  set(run: unknown, ms: unknown, args: unknown[], repeats: boolean): number {
    if (typeof run !== "function" && typeof run !== "string") throw this.#error("Function or String not supplied!");
    const periodUs = this.#period(ms);
    let last = 0;
    for (const id of this.#timers.keys()) last = id;
    this.#timers.set(last + 1, {
      dueUs: this.#time.nowUs + periodUs,
      periodUs: repeats ? periodUs : undefined,
      run,
      args,
    });
    this.#changed();
    return last + 1;
  }

  change(id: unknown, ms: unknown): void {
    const timer = this.#timers.get(id as number);
    if (timer === undefined) throw this.#error("Unknown Interval");
    timer.periodUs = this.#period(ms);
    timer.dueUs = this.#time.nowUs + timer.periodUs;
    this.#changed();
  }

  /** @param ids the arguments of the call: none clears every timer, `undefined` is refused */
  clear(ids: unknown[], name: "Timeout" | "Interval"): void {
    if (ids.length === 0) this.#timers.clear();
    else if (ids[0] === undefined) {
      throw this.#error(`clear${name}(undefined) not allowed. Use clear${name}() instead`);
    } else this.#timers.delete(Number(ids[0]));
    this.#changed();
  }

  /** The clock jumped without compensation: every timer comes to be due so much earlier. */
  jump(ms: number): void {
    for (const timer of this.#timers.values()) timer.dueUs -= Math.round(ms * 1000);
    this.#changed();
  }

  get nextUs(): number {
    return this.#nextUs;
  }

  /**
   * One idle pass. Goes through the list in its order, not in order of time, and begins anew whenever a callback changed
   * the list. An interval that is behind runs once for each time that it is met.
   * @returns whether anything ran
   */
  runDue(): boolean {
    const nowUs = this.#time.nowUs;
    if (this.#nextUs > nowUs) return false;
    do {
      this.#hasChanged = false;
      for (const [id, timer] of this.#timers) {
        if (timer.dueUs <= nowUs) this.#runOne(id, timer);
        if (this.#hasChanged) break;
      }
    } while (this.#hasChanged);
    this.#findNext();
    return true;
  }

  #runOne(id: number, timer: Timer): void {
    const kind = timer.periodUs === undefined ? "timeout" : "interval";
    // changeInterval in the callback moves the period only: the time that is now due counts on.
    const { dueUs } = timer;
    const result = this.#callbacks.runListeners(kind, timer.run, undefined, timer.args);
    if (result === "interrupted" && timer.periodUs !== undefined) {
      this.#print("ERROR: Ctrl-C while processing interval - removing it.");
      this.#remove(id, timer);
    } else if (timer.periodUs === undefined) this.#remove(id, timer);
    else timer.dueUs = dueUs + timer.periodUs;
  }

  #remove(id: number, timer: Timer): void {
    if (this.#timers.get(id) === timer) this.#timers.delete(id);
  }

  #period(ms: unknown): number {
    const period = Number(ms);
    if (period > LONGEST_MS) throw this.#error("Interval is too long (>100 years)");
    return Math.floor((period >= SHORTEST_MS ? period : SHORTEST_MS) * 1000);
  }

  #changed(): void {
    this.#hasChanged = true;
    this.#findNext();
  }

  #findNext(): void {
    this.#nextUs = Infinity;
    for (const timer of this.#timers.values()) this.#nextUs = Math.min(this.#nextUs, timer.dueUs);
  }
}
