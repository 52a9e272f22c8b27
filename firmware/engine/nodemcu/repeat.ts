/** The longest interval of a timer is somewhat more. */
export const LONGEST_MS = 6_000_000;

/**
 * Repeated by the engine itself: an error anywhere in the program, as where memory is short, cannot end it. What the engine
 * has in its queue after it was blocked comes all at once, and only the first is taken.
 * @param tickMs What intervals of timers are whole multiples of.
 */
export function repeat(nowMs: () => number, tickMs: number, periodMs: number, run: () => void): void {
  const parts = Math.ceil(periodMs / LONGEST_MS);
  let part = 0;
  let sinceMs = nowMs();
  tmr.create().alarm(Math.max(Math.floor(periodMs / parts / tickMs), 1) * tickMs, tmr.ALARM_AUTO, () => {
    part++;
    const passedMs = nowMs() - sinceMs;
    if (part >= parts && passedMs * 2 >= periodMs) {
      part = 0;
      sinceMs += passedMs;
      run();
    }
  });
}
