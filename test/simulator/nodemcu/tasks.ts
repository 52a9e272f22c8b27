import type { HostValue, LuaFunction } from "../lua/vm";
import { LuaError } from "../lua/vm";

/** What calls the program. */
export type CallbackKind = "data" | "timeout" | "watch";
export type Priority = "high" | "medium" | "low";

const PRIORITIES: readonly Priority[] = ["high", "medium", "low"];
/** How many tasks of one priority can wait (task.c). */
const QUEUE_LENGTH = 20;

/**
 * What the Lua task does one after the other: every event of the system is posted here, and runs when nothing else does,
 * those of high priority first.
 */
export class Tasks {
  readonly #waiting: Record<Priority, (() => void)[]> = { high: [], medium: [], low: [] };
  readonly #failed: (error: LuaError) => void;
  readonly #starve: (isShort: boolean) => void;
  readonly #doomed = new Set<CallbackKind>();

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

  /** @returns false where the queue is full: the event is lost */
  post(priority: Priority, run: () => void): boolean {
    if (this.#waiting[priority].length >= QUEUE_LENGTH) return false;
    this.#waiting[priority].push(run);
    return true;
  }

  /** Calls a callback of the program, as luaL_pcallx does. */
  call(run: LuaFunction, ...args: HostValue[]): void {
    this.attempt(() => run.call(...args));
  }

  callAs(kind: CallbackKind, run: LuaFunction, ...args: HostValue[]): void {
    const isDoomed = this.#doomed.delete(kind);
    if (isDoomed) this.#starve(true);
    this.call(run, ...args);
    if (isDoomed) this.#starve(false);
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
    for (const priority of PRIORITIES) {
      const run = this.#waiting[priority].shift();
      if (run !== undefined) {
        run();
        return true;
      }
    }
    return false;
  }
}
