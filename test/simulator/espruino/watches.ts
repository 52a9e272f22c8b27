import type { SimulatedPin } from "../pins";
import type { VirtualTime } from "../virtual-time";
import { BUTTON_PIN, isNegated } from "./button";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

interface Watch {
  readonly pin: SimulatedPin;
  readonly run: unknown;
  readonly repeats: boolean;
  /** 1 rising, -1 falling, 0 both. */
  readonly edge: number;
  readonly debounceMs: number;
  level: boolean;
  lastTime: number | undefined;
  settling: { cancel(): void; level: boolean } | undefined;
  stop: () => void;
}

/** Unless told otherwise a watch of the button is debounced, and sees it being pressed only. */
const BUTTON_DEBOUNCE_MS = 25;

/** Edges of watched pins wait in 4,096 bytes until the engine is idle, 6 bytes for each; what does not fit is lost. */
const MOST_WAITING = Math.floor(4096 / 6);

/** What watches need of the engine and its chip. */
export interface WatchesHost {
  /** Whether the chip's port tells of changes of a pin: not where its flash memory or its USB is. */
  isWatched(pin: number): boolean;
  readonly time: VirtualTime;
  readonly callbacks: Callbacks;
  readonly intrinsics: Intrinsics;
  print(line: string): void;
  /** The wall clock. */
  nowMs(): number;
  /** Called for each edge that is lost. */
  overflowed(): void;
}

/** `setWatch` and `clearWatch`. */
export class Watches {
  readonly #host: WatchesHost;
  readonly #watches = new Map<number, Watch>();
  /** Callbacks that are due in the next idle pass. */
  #due: (() => void)[] = [];
  /** Edges since the engine was idle. */
  #waiting = 0;

  constructor(host: WatchesHost) {
    this.#host = host;
  }

  /** @returns undefined, with a warning on the console, for a pin that cannot be watched */
  set(run: unknown, pin: SimulatedPin, options: unknown): number | undefined {
    const { Error, TypeError } = this.#host.intrinsics;
    if (!this.#host.isWatched(pin.number)) {
      this.#host.print(
        "WARNING: Unable to set watch. You may already have a watch on a pin with the same number (eg. A0 and B0),",
      );
      this.#host.print("or this pin cannot be used with watch");
      return undefined;
    }
    if (typeof run !== "function" && typeof run !== "string") throw new Error("Function or String not supplied!");
    const settings = (typeof options === "object" && options !== null ? options : { repeat: options }) as Record<
      string,
      unknown
    >;
    const edges: Record<string, number> = { rising: 1, falling: -1, both: 0, "1": 1, "-1": -1, "0": 0 };
    const isButton = pin.number === BUTTON_PIN;
    const edge = settings.edge === undefined ? Number(isButton) : edges[String(settings.edge)];
    if (edge === undefined) {
      throw new TypeError("'edge' in setWatch should be 1, -1, 0, 'rising', 'falling' or 'both'");
    }
    let last = 0;
    for (const id of this.#watches.keys()) last = id;
    const id = last + 1;
    // The level is read before the pin becomes an input with pull-up.
    const level = pin.level !== isNegated(pin.number);
    const wantedMs = settings.debounce === undefined && isButton ? BUTTON_DEBOUNCE_MS : Number(settings.debounce);
    const debounceMs = wantedMs > 0 ? wantedMs : 0;
    pin.input("up");
    const watch: Watch = {
      pin,
      run,
      repeats: Boolean(settings.repeat),
      edge,
      debounceMs,
      level,
      lastTime: undefined,
      settling: undefined,
      stop: pin.onEdge((isHigh) => this.#edge(id, watch, isHigh !== isNegated(pin.number))),
    };
    this.#watches.set(id, watch);
    return id;
  }

  clear(ids: unknown[]): void {
    if (ids.length === 0) for (const id of [...this.#watches.keys()]) this.#remove(id);
    else if (ids[0] === undefined) {
      throw new this.#host.intrinsics.Error("clearWatch(undefined) not allowed. Use clearWatch() instead");
    } else if (this.#watches.has(Number(ids[0]))) this.#remove(Number(ids[0]));
    else throw new this.#host.intrinsics.Error(`Unknown Watch ${String(ids[0])}`);
  }

  reset(): void {
    for (const id of [...this.#watches.keys()]) this.#remove(id);
    this.#due = [];
    this.#waiting = 0;
  }

  /** Runs what is due; @returns whether anything was */
  idle(): boolean {
    this.#waiting = 0;
    if (this.#due.length === 0) return false;
    const due = this.#due;
    this.#due = [];
    for (const run of due) run();
    return true;
  }

  #edge(id: number, watch: Watch, level: boolean): void {
    if (this.#waiting === MOST_WAITING) {
      this.#host.overflowed();
      return;
    }
    this.#waiting++;
    const time = this.#host.nowMs() / 1000;
    if (watch.debounceMs === 0) {
      watch.level = level;
      this.#due.push(() => this.#execute(id, watch, level, time));
      return;
    }
    const isSettling = watch.settling !== undefined;
    if (!isSettling && level === watch.level) return;
    watch.settling?.cancel();
    const timer = this.#host.time.after(watch.debounceMs, () => {
      watch.settling = undefined;
      if (level === watch.level) return;
      watch.level = level;
      this.#due.push(() => this.#execute(id, watch, level, time));
    });
    watch.settling = { cancel: () => timer.cancel(), level };
  }

  #execute(id: number, watch: Watch, state: boolean, time: number): void {
    if (this.#watches.get(id) !== watch) return;
    const { lastTime } = watch;
    watch.lastTime = time;
    if (watch.edge !== 0 && watch.edge > 0 !== state) return;
    const event = Object.assign(this.#host.intrinsics.newObject(), { state, lastTime, time, pin: watch.pin.number });
    const result = this.#host.callbacks.runListeners("watch", watch.run, undefined, [event]);
    // A debounced watch is called by a timer of its own, and outlives the interruption.
    const isLost = result === "interrupted" && watch.repeats && watch.debounceMs === 0;
    if (isLost) this.#host.print("ERROR: Ctrl-C while processing watch - removing it.");
    if (isLost || !watch.repeats) this.#remove(id);
  }

  #remove(id: number): void {
    const watch = this.#watches.get(id);
    watch?.stop();
    watch?.settling?.cancel();
    this.#watches.delete(id);
  }
}
