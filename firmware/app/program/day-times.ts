import type { Clock } from "../../engine/engine";
import type { Time } from "../services/sntp";
import { runGuarded, type Guard } from "./guard";
import type { Timer } from "./program";

/** What a program does each day at a time of day: at most so many things. */
export interface DayTimes {
  guard: Guard;
  fail: (message: string) => never;
  all: DayTime[];
  most: number;
}

interface DayTime {
  run: () => void;
  /** Minutes since midnight. */
  minute: number;
}

const LOOK_MS = 5_000;
const DAY_MINUTES = 1_440;
/** What the clock may go on at once, with an hour that summer time leaves out; more than that is another time, and not time gone by. */
const LONGEST_STEP_MINUTES = 90;
/** An entry of the zone's changes: hours since 1970 in six digits, and in four the offset from UTC from then on, in minutes and 1000 more. */
const ENTRY_CHARACTERS = 10;
const HOUR_CHARACTERS = 6;
const NO_OFFSET = 1_000;

/** Minutes since 1970, each part of the sum an integer that single precision holds. */
function minutesOf(time: Time): number {
  // 18 thousand seconds are 5 hours.
  return Math.floor(time.thousands / 18) * 300 + Math.floor(((time.thousands % 18) * 1000 + time.seconds) / 60);
}

/** The offset from UTC in minutes. @param changes Of the zone, the earliest first; before that UTC holds */
export function offsetMinutes(changes: string, minutes: number): number {
  const hour = Math.floor(minutes / 60);
  let offset = NO_OFFSET;
  for (
    let i = 0;
    i < changes.length && parseInt(changes.substring(i, i + HOUR_CHARACTERS)) <= hour;
    i += ENTRY_CHARACTERS
  ) {
    offset = parseInt(changes.substring(i + HOUR_CHARACTERS, i + ENTRY_CHARACTERS));
  }
  return offset - NO_OFFSET;
}

/**
 * Looks for what is due. A time that summer time leaves out is due at its end, and one that comes twice is due the first time.
 * @param now Gives the time; undefined where it is not known
 */
export function createDayTimes(
  clock: Clock,
  now: () => Time | undefined,
  changes: string,
  guard: Guard,
  fail: (message: string) => never,
  most: number,
): DayTimes {
  const times: DayTimes = { guard, fail, all: [], most };
  /** The local minute up to which all is done; 0 while the time is not known. */
  let done = 0;
  clock.every(LOOK_MS, () => {
    const time = now();
    if (time !== undefined) {
      const minutes = minutesOf(time);
      const local = minutes + offsetMinutes(changes, minutes);
      const step = local - done;
      if (step > LONGEST_STEP_MINUTES || step < -LONGEST_STEP_MINUTES) {
        done = local;
      } else if (step > 0) {
        const from = done;
        done = local;
        runBetween(times, from % DAY_MINUTES, step);
      }
    }
  });
  return times;
}

function runBetween(times: DayTimes, from: number, step: number): void {
  // What is taken away meanwhile moves the others.
  for (let passed = 1; passed <= step; passed++) {
    const minute = (from + passed) % DAY_MINUTES;
    for (const each of times.all.slice()) {
      if (each.minute === minute) {
        runGuarded(times.guard, each.run, undefined, undefined);
      }
    }
  }
}

/** What has something done each day. */
export function atOf(times: DayTimes): (time: string, run: () => void) => Timer {
  return (time, run) => {
    const colon = time.indexOf(":");
    const hours = parseInt(time.substring(0, colon));
    const minutes = parseInt(time.substring(colon + 1));
    if (!(colon > 0 && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)) {
      times.fail('a time of day is such as "22:00"');
    }
    if (times.all.length >= times.most) {
      times.fail("more than " + times.most + " times of day");
    }
    const one: DayTime = { run, minute: hours * 60 + minutes };
    times.all.push(one);
    return {
      cancel: () => {
        const index = times.all.indexOf(one);
        if (index >= 0) {
          times.all.splice(index, 1);
        }
      },
    };
  };
}
