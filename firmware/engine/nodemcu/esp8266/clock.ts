import type { Clock, Timer } from "../../engine";
import { LONGEST_MS, repeat } from "../repeat";

/** The engine counts microseconds in 31 bits: from 0 again every 35.8 minutes. */
const RANGE_US = 2_147_483_648;
/** So often somebody looks at it at least, so that no round is missed, whatever else the program does. */
const LOOK_MS = 600_000;

/** The engine's count when it was looked at last, and what that was in all since boot; numbers are doubles. */
let lastUs = 0;
let totalUs = 0;

function look(): void {
  const us = tmr.now();
  totalUs += us - lastUs + (us < lastUs ? RANGE_US : 0);
  lastUs = us;
}

function nowMs(): number {
  look();
  return Math.floor(totalUs / 1000);
}

/** The seconds since boot at a moment of the engine's count that is less than a quarter of an hour ago, or to come. */
export function secondsAt(us: number): number {
  look();
  let awayUs = us - lastUs;
  if (awayUs > RANGE_US / 2) {
    awayUs -= RANGE_US;
  } else if (awayUs < -RANGE_US / 2) {
    awayUs += RANGE_US;
  }
  return (totalUs + awayUs) / 1_000_000;
}

/** Of 1 ms at least, as the engine's timers take it. */
export function interval(wantedMs: number): number {
  return Math.max(Math.min(Math.ceil(wantedMs), LONGEST_MS), 1);
}

tmr.create().alarm(LOOK_MS, tmr.ALARM_AUTO, look);

export const clock: Clock = { nowMs, every: (periodMs, run) => repeat(nowMs, 1, periodMs, run) };

export const timer: Timer = {
  after: (waitMs, run) => {
    // One tick more: none comes too early by the part of a millisecond that had begun.
    tmr.create().alarm(interval(waitMs + 1), tmr.ALARM_SINGLE, run);
  },
};
