import type { DigitalOutputs, Pin } from "../engine/engine";
import type { Actuator } from "./actuator";

export interface SwitchOptions {
  pin: Pin;
  activeLow: boolean;
  initialValue: boolean;
}

/**
 * A relay or anything else that is on or off. Commands: ON, OFF, TOGGLE. Each kind that has these words looks for them itself, and
 * says ON or OFF itself: a function for it would take variables of Espruino, and a call at each command.
 */
export function switchable(pins: DigitalOutputs, options: SwitchOptions): Actuator {
  let isOn = options.initialValue;
  const drive = (on: boolean): void => {
    pins.write(options.pin, on !== options.activeLow);
    isOn = on;
  };
  drive(isOn);
  return {
    command: (payload) => {
      if (payload === "ON") {
        drive(true);
      } else if (payload === "OFF") {
        drive(false);
      } else if (payload === "TOGGLE") {
        drive(!isOn);
      } else {
        return false;
      }
      return true;
    },
    state: () => (isOn ? "ON" : "OFF"),
  };
}
