import type { DigitalOutputs, Pin } from "../engine/engine";
import { addAlarm, cancelAlarm, setAlarm, type Alarm, type Alarms } from "./alarms";

export interface RelayOptions {
  pin: Pin;
  activeLow: boolean;
  initialValue: boolean;
  /** The longest time on; 0 for any. */
  maxOnMs: number;
  /** The shortest time off, 0 for none; at boot it begins anew, since nobody knows how long it was off. */
  minimumOffMs: number;
}

/**
 * A relay with limits that hold whoever switches it. Switched on too early, it waits, and goes on when it may; switched off in
 * the meantime, it does not.
 */
export interface Relay {
  pins: DigitalOutputs;
  options: RelayOptions;
  interlock: Interlock | undefined;
  isOn: boolean;
  isWanted: boolean;
  /** Whether it has not been off for long enough. */
  isResting: boolean;
  /** While it is on, the end of that; while it is off, the end of its rest. */
  alarm: Alarm;
  /** The next one of the interlock. */
  next: Relay | undefined;
  /** Called after it was switched by anything but `switchRelay` for this relay. */
  changed: () => void;
}

/** Relays of which no two are ever on together: the two directions of a motor, heating and cooling. */
export interface Interlock {
  first: Relay | undefined;
  /** How long all of them stay off after one went off. */
  waitMs: number;
  /** Whether they still have to; also for a moment at boot, so that each has been driven off before one goes on. */
  isResting: boolean;
  rest: Alarm;
  /** Whether one of them may go on. */
  isFree: () => boolean;
}

export function createRelay(
  pins: DigitalOutputs,
  alarms: Alarms,
  options: RelayOptions,
  interlock: Interlock | undefined,
): Relay {
  const relay: Relay = {
    pins,
    options,
    interlock,
    isOn: false,
    isWanted: options.initialValue,
    isResting: options.minimumOffMs > 0,
    alarm: addAlarm(alarms, () => {
      if (relay.isOn) {
        relay.isWanted = false;
      } else {
        relay.isResting = false;
      }
      if (settle(relay)) {
        relay.changed();
      }
    }),
    next: undefined,
    changed: () => {},
  };
  pins.write(options.pin, options.activeLow);
  if (relay.isResting) {
    setAlarm(relay.alarm, options.minimumOffMs);
  }
  if (interlock !== undefined) {
    relay.next = interlock.first;
    interlock.first = relay;
  }
  settle(relay);
  return relay;
}

/** Switches a relay off at once, or on as soon as it may. The others of its interlock go off first, and wait no more. */
export function switchRelay(relay: Relay, on: boolean): void {
  if (on && !relay.isOn && relay.interlock !== undefined) {
    let other = relay.interlock.first;
    while (other !== undefined) {
      other.isWanted = false;
      if (settle(other)) {
        other.changed();
      }
      other = other.next;
    }
  }
  relay.isWanted = on;
  settle(relay);
}

/** Switches a relay to what is wanted of it, if it may be. @returns whether it was switched */
export function settle(relay: Relay): boolean {
  const options = relay.options;
  const interlock = relay.interlock;
  if (relay.isOn === relay.isWanted) {
    return false;
  }
  if (relay.isOn) {
    // Whatever is cut off from here on, it is off, or its alarm still stands.
    relay.pins.write(options.pin, options.activeLow);
    relay.isOn = false;
    cancelAlarm(relay.alarm);
    if (options.minimumOffMs > 0) {
      relay.isResting = true;
      setAlarm(relay.alarm, options.minimumOffMs);
    }
    if (interlock !== undefined && interlock.waitMs > 0) {
      interlock.isResting = true;
      setAlarm(interlock.rest, interlock.waitMs);
    }
    return true;
  }
  if (relay.isResting || (interlock !== undefined && !interlock.isFree())) {
    return false;
  }
  // First the alarm that ends it: should the rest be cut off, it is never on without.
  if (options.maxOnMs > 0) {
    setAlarm(relay.alarm, options.maxOnMs);
  }
  relay.isOn = true;
  try {
    relay.pins.write(options.pin, !options.activeLow);
  } catch (error) {
    relay.isOn = false;
    relay.isWanted = false;
    throw error;
  }
  return true;
}
