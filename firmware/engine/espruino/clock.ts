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

/** Something that runs on a grid of its own, and the next one in the ring of all of them. */
interface Chain {
  periodMs: number;
  dueMs: number;
  /** Is also told how many periods have passed since it ran last: more than one where the engine was blocked. */
  run: (nowMs: number, periods: number) => void;
  /** How often it was started: a link of an earlier life ends there. */
  lives: number;
  next: Chain | undefined;
}

/** A chain that is this late is started anew: it may be dead, and one that the engine was only blocked for loses nothing by it. */
const DEAD_MS = 5_000;

let first: Chain | undefined;
let last: Chain | undefined;
/** The one to be looked after next: each link looks after one chain, in turn, so that none has to wait for a slow neighbour. */
let watched: Chain | undefined;

/**
 * A chain of setTimeout rather than setInterval: an interval storms after the engine was blocked, and is gone after an
 * interruption (out of memory, stack overflow) in its callback. The next link is made before `run`, so `run` cannot break
 * the chain. An interruption before that can; then another chain, looking after each in turn, starts it again.
 */
function addChain(periodMs: number, run: (nowMs: number, periods: number) => void): void {
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
      let periods = 1;
      chain.dueMs += chain.periodMs;
      if (chain.dueMs <= now) {
        // Blocked for a period or more: go on with the next point of the grid.
        const missed = Math.floor((now - chain.dueMs) / chain.periodMs + 1);
        chain.dueMs += missed * chain.periodMs;
        periods += missed;
      }
      setTimeout(link, chain.dueMs - now);
      const other = watched;
      if (other) {
        watched = other.next;
        if (now - other.dueMs > DEAD_MS) {
          start(other);
        }
      }
      chain.run(now, periods);
    }
  };
  setTimeout(link, Math.max(chain.dueMs - nowMs(), 0));
}

/** Something that runs every so many ticks. */
interface Task {
  ticks: number;
  /** Until it runs next. */
  left: number;
  run: (nowMs: number) => void;
}

const TICK_MS = 1_000;
const SPARE_MS = 5_000;

/**
 * What has a period of whole seconds, which is nearly everything: one chain for all of it, for each costs memory, and a look at the
 * clock each time. The build knows the list and writes it out as one statement after the other.
 */
const tasks: Task[] = [];
/** What runs at each tick. */
const always: ((nowMs: number) => void)[] = [];

function runTasks(nowMs: number, ticks: number): void {
  for (const run of always) {
    try {
      run(nowMs);
    } catch (error) {
      throwLater(error);
    }
  }
  for (const task of tasks) {
    if ((task.left -= ticks) <= 0) {
      while ((task.left += task.ticks) <= 0) {
        // Whole periods passed while the engine was blocked.
      }
      try {
        task.run(nowMs);
      } catch (error) {
        throwLater(error);
      }
    }
  }
}

/** So that the others have their turn, and the error is told as one that nobody caught. */
function throwLater(error: unknown): void {
  setTimeout(() => {
    throw error;
  }, 0);
}

function every(periodMs: number, run: (nowMs: number) => void): void {
  if (periodMs % TICK_MS > 0) {
    addChain(periodMs, run);
  } else if (periodMs === TICK_MS) {
    always.push(run);
  } else {
    tasks.push({ ticks: periodMs / TICK_MS, left: periodMs / TICK_MS, run });
  }
}

addChain(TICK_MS, runTasks);
// Looks after the first one, where there is no other.
addChain(SPARE_MS, () => {});

export const clock: Clock = { nowMs, every };

export const timer: Timer = {
  after: (ms, run) => {
    setTimeout(run, ms);
  },
};
