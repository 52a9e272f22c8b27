import type { HostValue, LuaFunction } from "../lua/vm";
import { LuaError } from "../lua/vm";

/** What calls the program. */
export type CallbackKind = "data" | "timeout" | "watch";
export type Priority = "high" | "medium" | "low";

const PRIORITIES: readonly Priority[] = ["high", "medium", "low"];

/**
 * What the Lua task does one after the other: every event of the system is posted here, and runs when nothing else does,
 * those of high priority first.
 */
export class Tasks {
  /** How many tasks of each priority can wait: task.c of dev-esp32, with the 2,000 bytes that a build has unless told otherwise. */
  queueLengths: Readonly<Record<Priority, number>> = { high: 100, medium: 125, low: 25 };
  /** What the system calls by itself, before any task. */
  readonly #interrupts: (() => void)[] = [];
  readonly #waiting: Record<Priority, (() => void)[]> = { high: [], medium: [], low: [] };
  readonly #failed: (error: LuaError) => void;
  readonly #starve: (isShort: boolean) => void;
  readonly #doomed = new Set<CallbackKind>();
  readonly #endless = new Map<CallbackKind, () => void>();

  /**
   * @param failed Called with each error that came out of a callback.
   * @param starve Makes the next call into the engine run out of memory, or lets it be.
   */
  constructor(failed: (error: LuaError) => void, starve: (isShort: boolean) => void) {
    this.#failed = failed;
    this.#starve = starve;
  }

  /** The next callback of this kind runs out of memory at its first call into the engine. */
  interruptNext(kind: CallbackKind): void {
    this.#doomed.add(kind);
  }

  /** The next callback of this kind never ends, which `hung` is told. */
  hangNext(kind: CallbackKind, hung: () => void): void {
    this.#endless.set(kind, hung);
  }

  /** Has the system itself call something: nothing of that is lost. */
  interrupt(run: () => void): void {
    this.#interrupts.push(run);
  }

  /** @returns false where the queue is full: the event is lost */
  post(priority: Priority, run: () => void): boolean {
    if (this.#waiting[priority].length >= this.queueLengths[priority]) return false;
    this.#waiting[priority].push(run);
    return true;
  }

  /** Calls a callback of the program, as luaL_pcallx does. */
  call(run: LuaFunction, ...args: HostValue[]): void {
    this.attempt(() => run.call(...args));
  }

  /** Calls a callback of the program with nothing around it: what comes out of it is a matter of the engine's. */
  callUnprotected(
    kind: CallbackKind | undefined,
    panic: (error: LuaError) => void,
    run: LuaFunction,
    ...args: HostValue[]
  ): void {
    if (kind !== undefined && this.#hangs(kind)) return;
    const isDoomed = kind !== undefined && this.#doomed.delete(kind);
    if (isDoomed) this.#starve(true);
    try {
      run.call(...args);
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      panic(error);
    }
    if (isDoomed) this.#starve(false);
  }

  callAs(kind: CallbackKind, run: LuaFunction, ...args: HostValue[]): void {
    if (this.#hangs(kind)) return;
    const isDoomed = this.#doomed.delete(kind);
    if (isDoomed) this.#starve(true);
    this.call(run, ...args);
    if (isDoomed) this.#starve(false);
  }

  #hangs(kind: CallbackKind): boolean {
    const hung = this.#endless.get(kind);
    this.#endless.delete(kind);
    hung?.();
    return hung !== undefined;
  }

  attempt(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      this.#failed(error);
    }
  }

  /** Runs the next task; @returns whether there was one */
  runNext(): boolean {
    for (const waiting of [this.#interrupts, ...PRIORITIES.map((priority) => this.#waiting[priority])]) {
      const run = waiting.shift();
      if (run !== undefined) {
        run();
        return true;
      }
    }
    return false;
  }
}
