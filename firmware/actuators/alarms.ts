import type { Clock, Timer } from "../engine/engine";

/**
 * What actuators wait for: the end of a relay's longest time on, a shutter that has arrived, the next step of a fade. One
 * table for all of a board, filled at boot.
 *
 * A relay that stays on because a callback was lost is worse than a reading that is late, so three chains look at the table,
 * each of which goes on when another was interrupted (out of memory, stack overflow): while an alarm is set, a one-shot for the
 * soonest, at most a second ahead, and a spare one that is always a second or two ahead; and a look each second. An alarm counts as rung only when its `run` came to its end:
 * whatever cut it off, it is tried again a second later, after those that are due before it.
 */
export interface Alarms {
  clock: Clock;
  timer: Timer;
  all: Alarm[];
  /** Whether one may be set: a look at the table costs more than this one. */
  isWaiting: boolean;
  /** For when the last one-shot was made; in the past when none is pending. */
  armedMs: number;
  /** The same for the spare one. */
  spareMs: number;
  look: () => void;
}

/** Something to be done later, at most once for each `setAlarm`. It is due `waitMs` after `sinceMs`. */
export interface Alarm {
  alarms: Alarms;
  run: () => void;
  isSet: boolean;
  sinceMs: number;
  waitMs: number;
  isRunning: boolean;
}

const LOOK_MS = 1_000;
const SPARE_MS = 2_000;

export function createAlarms(clock: Clock, timer: Timer): Alarms {
  const alarms: Alarms = {
    clock,
    timer,
    all: [],
    isWaiting: false,
    armedMs: 0,
    spareMs: 0,
    look: () => ring(alarms),
  };
  clock.every(LOOK_MS, () => {
    // Most of the time there is nothing to wait for; what follows is read only where there is.
    if (alarms.isWaiting) {
      ring(alarms);
    }
  });
  return alarms;
}

/** A place in the table; to be asked for at boot. */
export function addAlarm(alarms: Alarms, run: () => void): Alarm {
  const alarm = { alarms, run, isSet: false, sinceMs: 0, waitMs: 0, isRunning: false };
  alarms.all.push(alarm);
  return alarm;
}

/**
 * Has the alarm ring `ms` from now (1 … 2^30), instead of whenever it was set for. No earlier, and later only by what keeps the
 * engine busy: opening a connection may block it for ten seconds.
 */
export function setAlarm(alarm: Alarm, ms: number): void {
  const alarms = alarm.alarms;
  alarm.sinceMs = alarms.clock.nowMs();
  alarm.waitMs = ms;
  alarm.isSet = true;
  alarm.isRunning = false;
  alarms.isWaiting = true;
  arm(alarms, alarm.sinceMs, ms);
}

export function cancelAlarm(alarm: Alarm): void {
  alarm.isSet = false;
}

/** How long it has to wait yet; 0 or less when it is due. */
export function leftMs(alarm: Alarm, nowMs: number): number {
  return alarm.waitMs - (nowMs - alarm.sinceMs);
}

/** Runs whatever is due, in the order in which it became due. */
function ring(alarms: Alarms): void {
  const nowMs = alarms.clock.nowMs();
  let alarm = soonest(alarms, nowMs);
  while (alarm !== undefined && leftMs(alarm, nowMs) <= 0) {
    // Until it came to its end it stays set, for later.
    alarm.sinceMs = nowMs;
    alarm.waitMs = LOOK_MS;
    alarm.isRunning = true;
    alarm.run();
    if (alarm.isRunning) {
      alarm.isRunning = false;
      alarm.isSet = false;
    }
    alarm = soonest(alarms, nowMs);
  }
  if (alarm === undefined) {
    alarms.isWaiting = false;
  } else {
    arm(alarms, nowMs, leftMs(alarm, nowMs));
  }
}

function soonest(alarms: Alarms, nowMs: number): Alarm | undefined {
  let found: Alarm | undefined;
  let foundMs = 0;
  for (const alarm of alarms.all) {
    if (alarm.isSet) {
      const ms = leftMs(alarm, nowMs);
      if (found === undefined || ms < foundMs) {
        found = alarm;
        foundMs = ms;
      }
    }
  }
  return found;
}

/**
 * Makes a one-shot unless one comes early enough. None is ever cleared: the engine uses its identifiers again, and one that
 * was kept over an interruption may be somebody else's. One made in vain is gone within two seconds.
 */
function arm(alarms: Alarms, nowMs: number, ms: number): void {
  // Whole ones, no less than an engine's timer tells apart, or it would look again and again at the same moment.
  const waitMs = Math.min(Math.max(Math.ceil(ms), 1), LOOK_MS);
  const armedMs = alarms.armedMs - nowMs;
  const spareMs = alarms.spareMs - nowMs;
  // What rings a moment too early, by the engine's rounding, is over all the same.
  if (armedMs < 1 || armedMs > waitMs) {
    alarms.armedMs = nowMs + waitMs;
    alarms.timer.after(waitMs, alarms.look);
  }
  if (spareMs < LOOK_MS || spareMs > SPARE_MS) {
    alarms.spareMs = nowMs + SPARE_MS;
    alarms.timer.after(SPARE_MS, alarms.look);
  }
}
