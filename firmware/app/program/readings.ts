import type { Channel } from "../readings/telemetry";
import { follow } from "../readings/telemetry";
import { isMissing } from "../../sensors/sensor";
import { runGuarded, type Guard } from "./guard";
import type { Press } from "./program";

/** Listeners of one thing. More than this many are a mistake: one that listens anew at each event. */
export const MOST_LISTENERS = 8;

/** Adds a listener. @param fail The engine's, which throws */
export function listen<T>(listeners: T[], heard: T, fail: (message: string) => never): void {
  if (listeners.length >= MOST_LISTENERS) {
    fail("more than 8 listeners of one thing");
  }
  listeners.push(heard);
}

type Heard<T> = (heard: (value: T) => void) => void;

/** Has each value of a channel told, NaN where there was no reading. */
export function onReading(channel: Channel, guard: Guard, fail: (message: string) => never): Heard<number> {
  const listeners: ((value: number) => void)[] = [];
  follow(channel, (value) => {
    for (const heard of listeners) {
      runGuarded(guard, heard, value, undefined);
    }
  });
  return (heard) => listen(listeners, heard, fail);
}

/** The last value of a channel; NaN where there was none. */
export function lastReading(channel: Channel): () => number {
  let last = NaN;
  follow(channel, (value) => {
    last = value;
  });
  return () => last;
}

/** Has each change of a contact told, but for the first reading, which is none. */
export function onContact(channel: Channel, guard: Guard, fail: (message: string) => never): Heard<boolean> {
  const listeners: ((isOn: boolean) => void)[] = [];
  let last = NaN;
  follow(channel, (value) => {
    const before = last;
    if (!isMissing(value)) {
      last = value;
      if (!isMissing(before) && value > 0 !== before > 0) {
        for (const heard of listeners) {
          runGuarded(guard, heard, value > 0, undefined);
        }
      }
    }
  });
  return (heard) => listen(listeners, heard, fail);
}

/** Whether a contact is on. */
export function contactNow(channel: Channel): () => boolean {
  let isOn = false;
  follow(channel, (value) => {
    isOn = value > 0;
  });
  return () => isOn;
}

/** Presses of a push button, and who hears them. */
export interface Presses {
  guard: Guard;
  listeners: ((press: Press) => void)[];
}

export function createPresses(guard: Guard): Presses {
  return { guard, listeners: [] };
}

/** What adds a listener. */
export function onPress(presses: Presses, fail: (message: string) => never): Heard<Press> {
  return (heard) => listen(presses.listeners, heard, fail);
}

/** What tells them of a press. */
export function hearPress(presses: Presses): (press: string) => void {
  return (press) => {
    for (const heard of presses.listeners) {
      runGuarded(presses.guard, heard, press as Press, undefined);
    }
  };
}
