import type { Clock, Timer } from "../engine/engine";

/** 25 steps a second look smooth. */
const STEP_MS = 40;
/** A step this late never comes: the engine was interrupted in it. */
const DEAD_MS = 2_000;

/**
 * Makes what moves something in steps. Nothing waits and nothing runs unless it moves.
 * @param move Is called with how much of the way is done, 0 … 1, last with 1. An exception in it costs that step alone.
 * @returns Starts to move, in place of what was under way. With 0 ms it calls `move` at once.
 */
export function fade(clock: Clock, timer: Timer, move: (done: number) => void): (durationMs: number) => void {
  let durationMs = 0;
  let startedMs = 0;
  let isMoving = false;
  let isArmed = false;
  let armedMs = 0;
  const arm = (): void => {
    isArmed = true;
    armedMs = clock.nowMs();
    timer.after(STEP_MS, step);
  };
  const step = (): void => {
    isArmed = false;
    if (isMoving) {
      const passedMs = clock.nowMs() - startedMs;
      if (passedMs < durationMs) {
        arm();
        move(passedMs / durationMs);
      } else {
        isMoving = false;
        move(1);
      }
    }
  };
  return (wantedMs) => {
    durationMs = wantedMs;
    startedMs = clock.nowMs();
    isMoving = durationMs > 0;
    if (!isMoving) {
      move(1);
    } else if (!isArmed || startedMs - armedMs > DEAD_MS) {
      arm();
    }
  };
}
