import type { Intrinsics } from "./realm";
import { espruinoStack } from "./stack";
import type { Place } from "./tokens";
import { describeError, inspect } from "./text";

/** The kinds of callback that can be interrupted; each has its own fate afterwards. */
export type CallbackKind = "data" | "interval" | "timeout" | "watch" | "event";

/** "finished" includes ordinary exceptions; after "interrupted" the engine drops some kinds of callback. */
export type CallbackResult = "finished" | "interrupted";

/**
 * Runs firmware's callbacks one at a time. Out of memory and stack overflow are interruptions: from the first call into
 * the engine on, every such call throws until the engine has control again, so that firmware cannot go on by catching.
 */
export class Callbacks {
  readonly uncaught: string[] = [];
  intrinsics: Intrinsics | undefined;
  readonly #print: (line: string) => void;
  readonly #queue: { run: unknown; self: unknown; args: unknown[] }[] = [];
  readonly #doomed = new Map<CallbackKind, "doomed" | "hanging">();
  #state: "running" | "doomed" | "interrupted" | "hanging" | "hung" = "running";
  #isInCallback = false;
  /** The `process` object of the firmware's scope. */
  process: Record<string, unknown> | undefined;
  /** Where a place of what ran is in the chip's program. */
  placeOf: (file: string, place: Place) => Place | undefined = () => undefined;

  readonly #ended: () => void;

  /** @param ended Called when a callback came back, or is not to come back any more */
  constructor(print: (line: string) => void, ended: () => void = () => {}) {
    this.#print = print;
    this.#ended = ended;
  }

  reset(): void {
    this.#queue.length = 0;
    this.#state = "running";
    this.#isInCallback = false;
  }

  /** Whether a callback that never ends keeps the engine from everything else. */
  get isHung(): boolean {
    return this.#state === "hung";
  }

  /** The next callback of this kind never ends: from its first call into the engine on, nothing runs any more. */
  hangNext(kind: CallbackKind): void {
    this.#doomed.set(kind, "hanging");
  }

  /** The callback under way never ends, if there is one; then this does not return. */
  hang(): void {
    if (!this.#isInCallback) return;
    this.#state = "hanging";
    this.#interrupt();
  }

  /** The power is gone: nothing runs any more. Does not return. */
  die(): never {
    this.#state = "hanging";
    this.#interrupt();
  }

  /** The next callback of this kind is cut off at its first call into the engine. */
  interruptNext(kind: CallbackKind): void {
    this.#doomed.set(kind, "doomed");
  }

  /** A function for firmware to call; calling it is a call into the engine. */
  native<A extends unknown[], R>(run: (this: unknown, ...args: A) => R): (...args: A) => R {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const callbacks = this;
    return function (this: unknown, ...args: A): R {
      if (callbacks.#state !== "running") callbacks.#interrupt();
      return run.apply(this, args);
    };
  }

  #interrupt(): never {
    this.#state = this.#state === "hanging" || this.#state === "hung" ? "hung" : "interrupted";
    throw new (this.intrinsics?.InternalError ?? Error)("Execution Interrupted");
  }

  run(kind: CallbackKind, callback: () => unknown): CallbackResult {
    if (this.isHung) return "finished";
    const fate = this.#doomed.get(kind);
    this.#doomed.delete(kind);
    if (fate !== undefined) this.#state = fate;
    this.#isInCallback = true;
    try {
      callback();
    } catch (error) {
      // An interruption may have been caught and followed by another exception; it stays an interruption.
      if (this.#state === "running") this.#reportUncaught(error);
    }
    this.#isInCallback = false;
    this.#ended();
    if (this.isHung) return "finished";
    this.#state = "running";
    if (fate !== "doomed") return "finished";
    this.#print("Execution Interrupted");
    return "interrupted";
  }

  /** Runs one listener, or a list of them, as the engine's events do. */
  runListeners(kind: CallbackKind, listeners: unknown, self: unknown, args: unknown[]): CallbackResult {
    if (typeof listeners === "function") return this.run(kind, () => Reflect.apply(listeners, self, args));
    if (!Array.isArray(listeners)) return "finished";
    for (const listener of listeners) {
      // A spoilt entry ends the list, see `on`.
      if (typeof listener !== "function") return "interrupted";
      if (this.run(kind, () => Reflect.apply(listener, self, args)) === "interrupted") return "interrupted";
    }
    return "finished";
  }

  queue(run: unknown, self: unknown, args: unknown[]): void {
    this.#queue.push({ run, self, args });
  }

  /** Queues the listeners that an object has at this moment for an event. */
  queueListeners(object: Record<string, unknown>, event: string, args: unknown[]): void {
    const listeners = object[`#on${event}`];
    if (listeners !== undefined) this.queue(listeners, object, args);
  }

  /** @returns whether there was anything to run */
  runQueue(): boolean {
    if (this.#queue.length === 0) return false;
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      this.runListeners("event", event.run, event.self, event.args);
    }
    return true;
  }

  #reportUncaught(error: unknown): void {
    this.uncaught.push(describeError(error));
    const stack = espruinoStack(error, this.placeOf);
    if (stack !== undefined) (error as Error).stack = stack;
    const handlers = this.process?.["#onuncaughtException"];
    if (Array.isArray(handlers) && handlers.length > 0) {
      for (const handler of handlers) {
        try {
          Reflect.apply(handler, this.process, [error]);
        } catch (second) {
          this.uncaught.push(describeError(second));
          this.#print(`Uncaught ${describeError(second)}`);
        }
      }
      return;
    }
    this.#print(`Uncaught ${typeof error === "string" ? error : inspect(error)}`);
    for (const line of stack?.split("\n").slice(0, -1) ?? []) this.#print(line);
  }
}
