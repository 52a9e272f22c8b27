import type { Clock, Timer } from "../../engine";

/** The engine counts microseconds in 31 bits: from 0 again every 35.8 minutes. */
const RANGE_US = 2_147_483_648;
/** So often somebody looks at it at least, so that no round is missed, whatever else the program does. */
const LOOK_MS = 600_000;
/** The longest interval of a timer is somewhat more: 0x68D7A3 ms. */
const LONGEST_MS = 6_000_000;

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

/**
 * Repeated by the engine itself: an error anywhere in the program, as where memory is short, cannot end it. What the engine
 * has in its queue after it was blocked comes all at once, and only the first is taken.
 */
function every(periodMs: number, run: () => void): void {
  const parts = Math.ceil(periodMs / LONGEST_MS);
  let part = 0;
  let sinceMs = nowMs();
  tmr.create().alarm(Math.max(Math.floor(periodMs / parts), 1), tmr.ALARM_AUTO, () => {
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
    // One tick more: none comes too early by the part of a millisecond that had begun.
    tmr.create().alarm(interval(waitMs + 1), tmr.ALARM_SINGLE, run);
  },
};
