import { setTimeout } from "node:timers/promises";
import type { VirtualTime } from "./virtual-time";

/** The clock on the wall, as far as a pace goes by it. */
export interface WallClock {
  readonly nowMs: number;
  sleep(ms: number): Promise<void>;
}

const WALL: WallClock = {
  get nowMs() {
    return performance.now();
  },
  sleep: (ms) => setTimeout(ms),
};

/** What arrives from a real network is announced by nobody, and neither is another speed: so nothing is waited for longer. */
const POLL_MS = 10;
/** How long a board that is behind runs before this process does something else. */
const HOLD_MS = 10;
/** What a board is behind by more than that, it never makes up for: it would race when it can keep up again. */
const MOST_BEHIND_MS = 500;
/** Over how long it is measured whether the board keeps up. */
const WINDOW_MS = 2_000;
/** Less than this part of the speed asked for is told. */
const KEPT_UP = 0.8;

/** How a board's virtual time passes. */
export interface Passing {
  /** Moves the clock to that moment, in µs. It may stop earlier, to be called again. */
  passTo(us: number, time: VirtualTime): Promise<void>;
}

/** At once, or so many times as fast as the wall clock. */
export class Pace implements Passing {
  /** Called after each step, with what goes by the wall clock. */
  onStep: () => void = () => {};
  /** Called when the board does not come near the speed asked for, with the speed that it reaches; and with undefined when it does again. */
  onSlow: (times: number | undefined) => void = () => {};
  /** The wall's, unless a test has one of its own. */
  readonly wall: WallClock;
  #speed: number;
  #isJumping = false;
  /** Where wall and board stood when the speed was set. */
  #since: { wallMs: number; boardMs: number } | undefined;
  #window: { wallMs: number; boardMs: number } | undefined;
  #isSlow = false;
  #restedMs = -Infinity;

  /** @param speed How many times as fast as the wall clock; 0 stands still, Infinity is at once. */
  constructor(speed: number, wall: WallClock = WALL) {
    this.#speed = speed;
    this.wall = wall;
  }

  get speed(): number {
    return this.#speed;
  }

  /** Holds from the next step on, which is no later than 10 ms from now. */
  set speed(times: number) {
    this.#speed = times;
    this.#begin();
    this.#tellSlow(undefined);
  }

  /** Whether it goes as fast as it can, whatever its speed. It lets the process do other things, as it does at a speed. */
  set isJumping(isJumping: boolean) {
    this.#isJumping = isJumping;
    this.#begin();
  }

  /** It may stop earlier, to be called again, unless all is at once. */
  async passTo(us: number, time: VirtualTime): Promise<void> {
    if (this.#speed === Infinity) time.moveTo(us);
    else if (this.#isJumping) {
      time.moveTo(us);
      await this.#rest(0, HOLD_MS);
    } else if (this.#speed === 0) {
      await this.#rest(POLL_MS, 0);
    } else {
      await this.#keepPace(us, time);
    }
    this.onStep();
  }

  async #keepPace(us: number, time: VirtualTime): Promise<void> {
    const { wall } = this;
    this.#since ??= { wallMs: wall.nowMs, boardMs: time.nowMs };
    const dueInMs = this.#since.wallMs + (us / 1000 - this.#since.boardMs) / this.#speed - wall.nowMs;
    if (dueInMs > 0) await this.#rest(Math.min(dueInMs, POLL_MS), 0);
    else await this.#rest(0, HOLD_MS);
    // The speed may have been changed meanwhile.
    const since = (this.#since ??= { wallMs: wall.nowMs, boardMs: time.nowMs });
    const reachedUs = (since.boardMs + (wall.nowMs - since.wallMs) * this.#speed) * 1000;
    // A clock of fractions is near a moment, and never quite at it.
    time.moveTo(us - reachedUs < 1 ? us : reachedUs);
    const behindMs = wall.nowMs - since.wallMs - (time.nowMs - since.boardMs) / this.#speed;
    if (behindMs > MOST_BEHIND_MS) this.#since = { wallMs: wall.nowMs, boardMs: time.nowMs };
    this.#measure(time.nowMs);
  }

  /** Lets the process do other things for so long, if it has done so within `notWithinMs` not at all. */
  async #rest(ms: number, notWithinMs: number): Promise<void> {
    if (this.wall.nowMs - this.#restedMs < notWithinMs) return;
    await this.wall.sleep(ms);
    this.#restedMs = this.wall.nowMs;
  }

  #measure(boardMs: number): void {
    const { nowMs } = this.wall;
    this.#window ??= { wallMs: nowMs, boardMs };
    const wallMs = nowMs - this.#window.wallMs;
    if (wallMs < WINDOW_MS) return;
    const reached = (boardMs - this.#window.boardMs) / wallMs;
    this.#window = { wallMs: nowMs, boardMs };
    this.#tellSlow(reached < KEPT_UP * this.#speed ? reached : undefined);
  }

  #tellSlow(times: number | undefined): void {
    const isSlow = times !== undefined;
    if (isSlow === this.#isSlow) return;
    this.#isSlow = isSlow;
    this.onSlow(times);
  }

  #begin(): void {
    this.#since = undefined;
    this.#window = undefined;
  }
}
