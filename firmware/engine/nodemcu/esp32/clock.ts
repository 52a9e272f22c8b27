import type { Clock, Timer } from "../../engine";
import { LONGEST_MS, repeat } from "../repeat";

/** FreeRTOS counts in these; the parts of one that an interval has are cut off. */
const TICK_MS = 10;

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

export const clock: Clock = { nowMs, every: (periodMs, run) => repeat(nowMs, TICK_MS, periodMs, run) };

export const timer: Timer = {
  after: (waitMs, run) => {
    tmr.create().alarm(interval(waitMs), tmr.ALARM_SINGLE, run);
  },
};
