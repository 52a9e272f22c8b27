import { addAlarm, cancelAlarm, setAlarm, type Alarm, type Alarms } from "../../actuators/alarms";
import { elapsedMs } from "../../mqtt/elapsed";
import { runGuarded, type Guard } from "./guard";
import type { Timer } from "./program";

/**
 * What a program waits for: at most so many things at once, in the order in which they are due, with one alarm of the board's for the
 * soonest of them.
 */
export interface Timers {
  alarm: Alarm;
  alarms: Alarms;
  guard: Guard;
  fail: (message: string) => never;
  /** What is waited for. */
  waiting: Waiting[];
  most: number;
}

/** One of them. It is due `waitMs` after `sinceMs`. */
export interface Waiting {
  run: () => void;
  sinceMs: number;
  waitMs: number;
  isRepeated: boolean;
  isWaiting: boolean;
}

const SHORTEST_SECONDS = 0.01;
/** Eleven days; clocks of engines wrap after 24. */
const LONGEST_SECONDS = 1_000_000;

/** @param most At most so many wait at once. */
export function createTimers(alarms: Alarms, guard: Guard, fail: (message: string) => never, most: number): Timers {
  const timers: Timers = { alarm: addAlarm(alarms, () => ring(timers)), alarms, guard, fail, waiting: [], most };
  return timers;
}

/** What waits for something, once or again and again, and can be cancelled. */
export function timerOf(timers: Timers, isRepeated: boolean): (seconds: number, run: () => void) => Timer {
  return (seconds, run) => {
    const waiting = wait(timers, seconds, run, isRepeated);
    return { cancel: () => end(timers, waiting) };
  };
}

/** The same for a program that cancels nothing. */
export function lastingTimerOf(timers: Timers, isRepeated: boolean): (seconds: number, run: () => void) => void {
  return (seconds, run) => void wait(timers, seconds, run, isRepeated);
}

/** Throws where it is too short or too long, or too many wait. */
function wait(timers: Timers, seconds: number, run: () => void, isRepeated: boolean): Waiting {
  if (!(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS)) {
    timers.fail("a timer waits 0.01 to 1000000 seconds");
  }
  if (timers.waiting.length >= timers.most) {
    timers.fail("more than " + timers.most + " timers at once");
  }
  const nowMs = timers.alarms.clock.nowMs();
  const waiting = { run, sinceMs: nowMs, waitMs: Math.round(seconds * 1000), isRepeated, isWaiting: true };
  timers.waiting.push(waiting);
  arm(timers, nowMs);
  return waiting;
}

function end(timers: Timers, waiting: Waiting): void {
  if (waiting.isWaiting) {
    waiting.isWaiting = false;
    timers.waiting.splice(timers.waiting.indexOf(waiting), 1);
  }
}

/** Runs what is due; what is begun meanwhile is not. */
function ring(timers: Timers): void {
  const nowMs = timers.alarms.clock.nowMs();
  let waiting = soonest(timers, nowMs);
  while (waiting !== undefined && leftMs(waiting, nowMs) <= 0) {
    if (waiting.isRepeated) {
      const late = leftMs(waiting, nowMs) + waiting.waitMs;
      // Whole periods that passed are left out.
      waiting.sinceMs = late > 0 ? waiting.sinceMs + waiting.waitMs : nowMs;
    } else {
      end(timers, waiting);
    }
    runGuarded(timers.guard, waiting.run, undefined, undefined);
    waiting = soonest(timers, nowMs);
  }
  arm(timers, timers.alarms.clock.nowMs());
}

function leftMs(waiting: Waiting, nowMs: number): number {
  return waiting.waitMs - elapsedMs(nowMs, waiting.sinceMs);
}

function soonest(timers: Timers, nowMs: number): Waiting | undefined {
  let found: Waiting | undefined;
  let foundMs = 0;
  for (const waiting of timers.waiting) {
    const ms = leftMs(waiting, nowMs);
    if (found === undefined || ms < foundMs) {
      found = waiting;
      foundMs = ms;
    }
  }
  return found;
}

/** Sets the alarm for the soonest. */
function arm(timers: Timers, nowMs: number): void {
  const waiting = soonest(timers, nowMs);
  if (waiting === undefined) {
    cancelAlarm(timers.alarm);
  } else {
    setAlarm(timers.alarm, Math.max(leftMs(waiting, nowMs), 1));
  }
}
