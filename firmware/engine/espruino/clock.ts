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

/** Something that runs every so many ticks. */
interface Task {
  ticks: number;
  /** Until it runs next; of those that are looked at seldom, in looks. */
  left: number;
  run: () => void;
}

/** Something that has an interval of its own. */
interface Other {
  periodMs: number;
  run: () => void;
  /** What the engine's clock said when it ran last. */
  ranSeconds: number;
  /** Looks since it came last. */
  looks: number;
}

const TICK_MS = 1_000;
/** How often what repeats is looked after. */
const LOOK_MS = 5_000;

/**
 * What has a period of whole seconds, which is nearly everything: one interval for all of it, for each costs memory, and a look at
 * the clock each time. The build knows the lists and writes them out as one statement after the other.
 */
const tasks: Task[] = [];
/** Of those, what has a period of so many ticks or a multiple of it: they are looked at that seldom. */
const SLOW_TICKS = 5;
const slowTasks: Task[] = [];
/** What runs at each tick. */
const always: (() => void)[] = [];
const others: Other[] = [];

let tickedSeconds = getTime();
/** Scratch of a tick. */
let passedSeconds = 0;
/** Looks since the last tick. */
let ticklessLooks = 0;
/** Ticks until they are looked at; below 1 by those since then that were skipped. */
let slowLeft = SLOW_TICKS;
let lookedSeconds = tickedSeconds;
/** The same of the looks. */
let looklessTurns = 0;

/**
 * All that an engine has in its queue after it was blocked comes at once. Only the first of it is taken, which a look at the clock
 * tells; a jump of the clock does no harm here. One condition around all of it, since it never fails but then.
 */
function tick(): void {
  if ((passedSeconds = getTime() - tickedSeconds) >= 0.5 || skipTick()) {
    tickedSeconds += passedSeconds;
    ticklessLooks = 0;
    for (const run of always) {
      try {
        run();
      } catch (error) {
        throwLater(error);
      }
    }
    for (const task of tasks) {
      if (--task.left <= 0) {
        while ((task.left += task.ticks) <= 0) {
          // Whole periods passed while the engine was blocked.
        }
        try {
          task.run();
        } catch (error) {
          throwLater(error);
        }
      }
    }
    if (--slowLeft <= 0) {
      runSlowTasks();
    }
  }
}

function runSlowTasks(): void {
  // It may be one that was skipped.
  let looks = 0;
  for (; slowLeft <= 0; slowLeft += SLOW_TICKS) {
    looks++;
  }
  if (++looklessTurns > 2) {
    looklessTurns = 0;
    setInterval(look, LOOK_MS);
  }
  for (const task of slowTasks) {
    if ((task.left -= looks) <= 0) {
      while ((task.left += task.ticks) <= 0) {
        // Whole periods passed while the engine was blocked.
      }
      try {
        task.run();
      } catch (error) {
        throwLater(error);
      }
    }
  }
}

/**
 * Keeps the grid. What would be due is so at the next tick.
 * @returns whether it is none to be skipped: somebody set the clock back
 */
function skipTick(): boolean {
  if (passedSeconds < 0) {
    return true;
  }
  for (const task of tasks) {
    task.left--;
  }
  slowLeft--;
  return false;
}

/** So that the others have their turn, and the error is told as one that nobody caught. */
function throwLater(error: unknown): void {
  setTimeout(() => {
    throw error;
  }, 0);
}

/**
 * The engine ends an interval in whose callback it was interrupted (out of memory, stack overflow). So the ticks are looked after by
 * an interval of its own, which every fifth of them looks after. That a single look found none may come of a blockage.
 */
function look(): void {
  const passed = getTime() - lookedSeconds;
  looklessTurns = 0;
  if (passed < LOOK_MS / 2000 && passed >= 0) {
    return;
  }
  lookedSeconds += passed;
  if (++ticklessLooks > 1) {
    ticklessLooks = 0;
    setInterval(tick, TICK_MS);
  }
  for (const other of others) {
    if (++other.looks * LOOK_MS > other.periodMs + LOOK_MS) {
      other.looks = 0;
      startOther(other);
    }
  }
}

function startOther(other: Other): void {
  setInterval(() => {
    const passed = getTime() - other.ranSeconds;
    other.looks = 0;
    if (passed * 2000 >= other.periodMs || passed < 0) {
      other.ranSeconds += passed;
      other.run();
    }
  }, other.periodMs);
}

function every(periodMs: number, run: () => void): void {
  if (periodMs % TICK_MS > 0) {
    const other: Other = { periodMs, run, ranSeconds: getTime(), looks: 0 };
    others.push(other);
    startOther(other);
  } else if (periodMs === TICK_MS) {
    always.push(run);
  } else if (periodMs % (SLOW_TICKS * TICK_MS) === 0) {
    const ticks = periodMs / (SLOW_TICKS * TICK_MS);
    slowTasks.push({ ticks, left: ticks, run });
  } else {
    const ticks = periodMs / TICK_MS;
    tasks.push({ ticks, left: ticks, run });
  }
}

setInterval(tick, TICK_MS);
setInterval(look, LOOK_MS);

export const clock: Clock = { nowMs, every };

export const timer: Timer = {
  after: (ms, run) => {
    setTimeout(run, ms);
  },
};
