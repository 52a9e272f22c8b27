import type { Clock, Timer } from "../engine/engine";
import type { Pass } from "./filter";

/** A timer that is this late was lost to an interruption; nothing blocks the engine as long. */
const DEAD_MS = 30_000;

/**
 * `debounce`: a reading goes on once no other has come for `quietMs`. However fast they come, one timer runs, and looks when
 * it is over whether it has to wait on.
 */
export function debounce(clock: Clock, timer: Timer, quietMs: number, pass: Pass): Pass {
  let waiting: number | undefined;
  let cameMs = 0;
  let isRunning = false;
  let startedMs = 0;
  const start = (ms: number): void => {
    isRunning = true;
    startedMs = clock.nowMs();
    timer.after(ms, () => {
      isRunning = false;
      const restMs = quietMs - (clock.nowMs() - cameMs);
      if (restMs > 0) {
        start(restMs);
      } else if (waiting !== undefined) {
        const value = waiting;
        waiting = undefined;
        pass(value);
      }
    });
  };
  return (value) => {
    waiting = value;
    cameMs = clock.nowMs();
    if (!isRunning || cameMs - startedMs > quietMs + DEAD_MS) {
      start(quietMs);
    }
  };
}
