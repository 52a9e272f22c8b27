import type { Pin, PwmPins } from "../engine/engine";
import type { Actuator } from "./actuator";
import { wholeNumber } from "./whole-number";

export interface PwmOptions {
  pin: Pin;
  hz: number;
  /** Level at boot, 0 … 100. */
  initialValue: number;
}

const FULL_LEVEL = 100;

/** A dimmable output. Commands: 0 … 100, rounded to the nearest whole number, ON (the last level that was not 0), OFF, TOGGLE. */
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
        wanted = wholeNumber(payload, 0, FULL_LEVEL);
      }
      if (isNaN(wanted)) {
        return false;
      }
      drive(wanted);
      return true;
    },
    state: () => level.toFixed(0),
  };
}
