/** A callback that kept the chip from all else for long. */
export interface LongCallback {
  /** How long it took, nominally. */
  ms: number;
  /** Where most of it went, as errors of the chip tell it: `mote.a:1:280`, `mote.lua:120`. */
  place: string;
  /** Whether it was taken for one that never ends. */
  isEndless: boolean;
}

/** What a person is told of it. @param placeOf Where the place is in TypeScript; undefined where that is not known */
export function inWords(
  { ms, place, isEndless }: LongCallback,
  placeOf?: (place: string) => string | undefined,
): string {
  const where = placeOf?.(place) ?? place;
  return isEndless
    ? `${where} never comes back: the chip hangs until a watchdog restarts it`
    : `${where} keeps the chip busy for some ${ms} ms, and all else waits: do it in parts`;
}

/** Longer than this no callback should be: readings are late, edges and packets wait. */
export const LONG_MS = 200;

/**
 * Reckons how long callbacks keep the chip busy, by what is counted of them while they run: the same each time, whatever the computer.
 * The engine says when so much more was done, and where; in between it costs nothing. Each place is told once.
 */
export class Work {
  /** Over resets of the chip: who was told need not be told again. */
  readonly #told: Set<string>;
  readonly #tell: (long: LongCallback) => void;
  readonly #msPerTick: number;
  readonly #endlessMs: number;
  readonly #ticks = new Map<string, number>();
  #count = 0;
  /** Of boot code only that it ends is asked. */
  isBooting = false;
  /** The chip's place, by what `tick` was told: to find it takes longer than what is counted, and it is seldom asked for. */
  placeOf: (read: string) => string = (read) => read;

  /**
   * @param msPerTick What the chip takes between two calls of `tick`, nominally
   * @param endlessMs After how long a callback is taken for one that never ends
   */
  constructor(
    { msPerTick, endlessMs }: { msPerTick: number; endlessMs: number },
    told: Set<string>,
    tell: (long: LongCallback) => void,
  ) {
    this.#msPerTick = msPerTick;
    this.#endlessMs = endlessMs;
    this.#told = told;
    this.#tell = tell;
  }

  /** So much more was done there. @returns whether the callback is to be taken for one that never ends */
  tick(read: string): boolean {
    this.#count++;
    this.#ticks.set(read, (this.#ticks.get(read) ?? 0) + 1);
    if (this.#count * this.#msPerTick < this.#endlessMs) return false;
    this.#report(true);
    this.#forget();
    return true;
  }

  /** The callback came back. */
  ended(): void {
    if (this.#count === 0) return;
    if (this.#count * this.#msPerTick > LONG_MS && !this.isBooting) this.#report(false);
    this.#forget();
  }

  #report(isEndless: boolean): void {
    const [read] = [...this.#ticks].reduce((most, each) => (each[1] > most[1] ? each : most));
    const place = this.placeOf(read);
    const key = `${place} ${isEndless}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#tell({ ms: Math.round(this.#count * this.#msPerTick), place, isEndless });
  }

  #forget(): void {
    this.#count = 0;
    this.#ticks.clear();
  }
}
