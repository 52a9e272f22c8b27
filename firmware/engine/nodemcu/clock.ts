import type { Clock, Timer } from "../engine";

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

/** One timer of the engine for each, kept for good: starting it again makes nothing. */
function every(periodMs: number, run: () => void): void {
  const timer = tmr.create();
  let sinceMs = nowMs();
  timer.register(interval(periodMs), tmr.ALARM_SEMI, () => {
    const passedMs = nowMs() - sinceMs;
    const isDue = passedMs >= periodMs;
    if (isDue) {
      // Blocked for more than a period: go on with the next point of the grid.
      sinceMs += Math.floor(passedMs / periodMs) * periodMs;
    }
    // Before `run`, which may fail.
    timer.interval(interval(periodMs - (nowMs() - sinceMs)));
    timer.start();
    if (isDue) {
      run();
    }
  });
  timer.start();
}

export const clock: Clock = { nowMs, every };

export const timer: Timer = {
  after: (waitMs, run) => {
    tmr.create().alarm(interval(waitMs), tmr.ALARM_SINGLE, run);
  },
};
