import type { Clock } from "../engine";

/** Nothing blocks the engine this long: a larger step is somebody setting the clock, not time gone by. */
const LONGEST_STEP_MS = 3_600_000;

let lastMs = getTime() * 1000;
let steadyMs = 0;

/** The engine's clock without its jumps. */
function nowMs(): number {
  const readMs = getTime() * 1000;
  const stepMs = readMs - lastMs;
  lastMs = readMs;
  if (stepMs > 0 && stepMs < LONGEST_STEP_MS) {
    steadyMs += stepMs;
  }
  return steadyMs;
}

/**
 * A chain of setTimeout rather than setInterval: an interval storms after the engine was blocked, and is gone after an
 * interruption (out of memory, stack overflow) in its callback. The next link is made before `run`, so `run` cannot break
 * the chain.
 */
function every(periodMs: number, run: () => void): void {
  let dueMs = nowMs() + periodMs;
  const link = (): void => {
    const now = nowMs();
    dueMs += periodMs;
    if (dueMs <= now) {
      // Blocked for a period or more: go on with the next point of the grid.
      dueMs += Math.floor((now - dueMs) / periodMs + 1) * periodMs;
    }
    setTimeout(link, dueMs - now);
    run();
  };
  setTimeout(link, periodMs);
}

export const clock: Clock = { nowMs, every };
