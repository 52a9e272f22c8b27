import type { Passing } from "../pace";
import type { VirtualTime } from "../virtual-time";

/** The clock on the wall, and what waits by it. */
export interface Clock {
  readonly nowMs: number;
  /** Has `happen` called in so many milliseconds, unless what it gives takes that back. */
  after(ms: number, happen: () => void): { cancel(): void };
}

const WALL: Clock = {
  get nowMs() {
    return performance.now();
  },
  after: (ms, happen) => {
    const timer = setTimeout(happen, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** No timer of Node's is longer than a month. */
const LONGEST_SLEEP_MS = 3_600_000;

/**
 * A board's time as the clock on the wall has it. It sleeps until something is due or `wake` is called, and looks for nothing in
 * between: many boards of one thread cost what they do, and nothing at rest.
 */
export class LivePace implements Passing {
  /** How far the board was behind the wall at most, in ms. */
  worstLagMs = 0;
  readonly #clock: Clock;
  #startMs: number;
  #isWoken = false;
  #wakeUp: (() => void) | undefined;

  constructor(clock: Clock = WALL) {
    this.#clock = clock;
    this.#startMs = clock.nowMs;
  }

  /** The board's clock, which shows 0, goes from now on. */
  begin(): void {
    this.#startMs = this.#clock.nowMs;
  }

  /** What the board's clock has to show now, in ms. */
  get nowMs(): number {
    return this.#clock.nowMs - this.#startMs;
  }

  /** Something has come that the board knows nothing of. */
  wake(): void {
    this.#isWoken = true;
    this.#wakeUp?.();
  }

  async passTo(us: number, time: VirtualTime): Promise<void> {
    // What blocks the engine hears nothing while it lasts.
    for (let aheadMs = time.nowMs - this.nowMs; aheadMs > 0; aheadMs = time.nowMs - this.nowMs)
      await this.#sleep(aheadMs);
    const inMs = us / 1000 - this.nowMs;
    if (this.#isWoken || inMs <= 0) await new Promise(setImmediate);
    else await this.#sleep(inMs);
    this.#isWoken = false;
    // What came due while the engine was blocked could be dealt with no earlier.
    this.worstLagMs = Math.max(this.worstLagMs, this.nowMs - Math.max(us / 1000, time.nowMs));
    time.moveTo(Math.min(us, this.nowMs * 1000));
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wakeUp = (): void => {
        timer.cancel();
        this.#wakeUp = undefined;
        resolve();
      };
      const timer = this.#clock.after(Math.min(Math.ceil(ms), LONGEST_SLEEP_MS), wakeUp);
      this.#wakeUp = wakeUp;
    });
  }
}
