import type { Pin, PwmPins } from "../engine/engine";
import type { Actuator } from "./actuator";

export interface PwmOptions {
  pin: Pin;
  hz: number;
  /** Level at boot, 0 … 100. */
  initialValue: number;
}

const FULL_LEVEL = 100;

/** The level a payload asks for, a whole number 0 … 100 in digits alone; -1 when it is none. */
export function parseLevel(payload: string): number {
  if (payload.length < 1 || payload.length > 3) {
    return -1;
  }
  let level = 0;
  for (let i = 0; i < payload.length; i++) {
    const digit = payload.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) {
      return -1;
    }
    level = level * 10 + digit;
  }
  return level > FULL_LEVEL ? -1 : level;
}

/** A dimmable output. Commands: 0 … 100, ON (the last level that was not 0), OFF, TOGGLE. */
export function pwm(pins: PwmPins, options: PwmOptions): Actuator {
  let level = options.initialValue;
  let lastLevel = level > 0 ? level : FULL_LEVEL;
  const drive = (wanted: number): void => {
    pins.write(options.pin, wanted / FULL_LEVEL, options.hz);
    level = wanted;
    if (wanted > 0) {
      lastLevel = wanted;
    }
  };
  drive(level);
  return {
    command: (payload) => {
      let wanted: number;
      if (payload === "ON") {
        wanted = lastLevel;
      } else if (payload === "OFF") {
        wanted = 0;
      } else if (payload === "TOGGLE") {
        wanted = level > 0 ? 0 : lastLevel;
      } else {
        wanted = parseLevel(payload);
      }
      if (wanted < 0) {
        return false;
      }
      drive(wanted);
      return true;
    },
    state: () => level.toFixed(0),
  };
}
