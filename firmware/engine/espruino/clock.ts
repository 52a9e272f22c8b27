import type { Clock, Timer } from "../engine";

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

/** Something that runs on a grid, and the next one in the ring of all of them. */
interface Chain {
  periodMs: number;
  dueMs: number;
  run: () => void;
  /** How often it was started: a link of an earlier life ends there. */
  lives: number;
  next: Chain | undefined;
}

/** A chain that is this late is dead; nothing blocks the engine as long. */
const DEAD_MS = 30_000;

let first: Chain | undefined;
let last: Chain | undefined;
/** The one to be looked after next: each link looks after one chain, in turn, so that none has to wait for a slow neighbour. */
let watched: Chain | undefined;

/**
 * A chain of setTimeout rather than setInterval: an interval storms after the engine was blocked, and is gone after an
 * interruption (out of memory, stack overflow) in its callback. The next link is made before `run`, so `run` cannot break
 * the chain. An interruption before that can; then another chain, looking after each in turn, starts it again.
 */
function every(periodMs: number, run: () => void): void {
  const chain: Chain = { periodMs, dueMs: nowMs() + periodMs, run, lives: 0, next: first };
  if (last) {
    last.next = chain;
  } else {
    first = chain;
    watched = chain;
    chain.next = chain;
  }
  last = chain;
  start(chain);
}

function start(chain: Chain): void {
  const life = ++chain.lives;
  const link = (): void => {
    if (life === chain.lives) {
      const now = nowMs();
      chain.dueMs += chain.periodMs;
      if (chain.dueMs <= now) {
        // Blocked for a period or more: go on with the next point of the grid.
        chain.dueMs += Math.floor((now - chain.dueMs) / chain.periodMs + 1) * chain.periodMs;
      }
      setTimeout(link, chain.dueMs - now);
      const other = watched;
      if (other) {
        watched = other.next;
        if (now - other.dueMs > DEAD_MS) {
          other.dueMs = now;
          start(other);
        }
      }
      chain.run();
    }
  };
  setTimeout(link, Math.max(chain.dueMs - nowMs(), 0));
}

export const clock: Clock = { nowMs, every };

export const timer: Timer = {
  after: (ms, run) => {
    setTimeout(run, ms);
  },
};
