import type { Clock, Timer } from "../../engine";

/** FreeRTOS counts in these; the parts of one that an interval has are cut off. */
const TICK_MS = 10;
/** The longest interval of a timer is somewhat more. */
const LONGEST_MS = 6_000_000;

let lastUs = node.uptime();
let ms = 0;
let restUs = 0;

/**
 * Whole milliseconds; they wrap where the integers do, after 25 days. The engine's own count is a float, whose steps grow
 * where floats are of single precision: 8 ms after a day, a quarter of a second after a month. They do not add up.
 */
function nowMs(): number {
  const us = node.uptime();
  restUs += us - lastUs;
  lastUs = us;
  const passed = Math.floor(restUs / 1000);
  restUs -= passed * 1000;
  ms += passed;
  return ms;
}

/** In whole ticks, and never too short: the tick that has begun does not count. */
export function interval(wantedMs: number): number {
  return Math.ceil(Math.max(Math.min(wantedMs, LONGEST_MS), 0) / TICK_MS) * TICK_MS + TICK_MS;
}

/**
 * Repeated by the engine itself: an error anywhere in the program, as where memory is short, cannot end it. What the engine
 * has in its queue after it was blocked comes all at once, and only the first is taken.
 */
function every(periodMs: number, run: () => void): void {
  const parts = Math.ceil(periodMs / LONGEST_MS);
  let part = 0;
  let sinceMs = nowMs();
  tmr.create().alarm(Math.max(Math.floor(periodMs / parts / TICK_MS), 1) * TICK_MS, tmr.ALARM_AUTO, () => {
    part++;
    const passedMs = nowMs() - sinceMs;
    if (part >= parts && passedMs * 2 >= periodMs) {
      part = 0;
      sinceMs += passedMs;
      run();
    }
  });
}

export const clock: Clock = { nowMs, every };

export const timer: Timer = {
  after: (waitMs, run) => {
    tmr.create().alarm(interval(waitMs), tmr.ALARM_SINGLE, run);
  },
};
