import type { DigitalOutputs, Pin } from "../engine/engine";
import type { Actuator } from "./actuator";
import { addAlarm, setAlarm, type Alarms } from "./alarms";

export interface IdentifyOptions {
  pin: Pin;
  activeLow: boolean;
}

const BLINK_MS = 250;
/** How often it changes: lit and dark ten times, in five seconds. */
const CHANGES = 20;

/** An LED by which a board is found among others: at PRESS it blinks for five seconds. The state is ON while it does. */
export function identify(outputs: DigitalOutputs, alarms: Alarms, options: IdentifyOptions): Actuator {
  /** How often it will change yet; it is lit while that is odd. */
  let left = 0;
  let changed: () => void = () => {};
  const show = (): void => outputs.write(options.pin, (left % 2 === 1) !== options.activeLow);
  const next = addAlarm(alarms, () => {
    // None is left where this was cut off at the last one.
    left = Math.max(left - 1, 0);
    show();
    if (left > 0) {
      setAlarm(next, BLINK_MS);
    } else {
      changed();
    }
  });
  show();
  return {
    command: (payload) => {
      if (payload !== "PRESS") {
        return false;
      }
      left = CHANGES - 1;
      setAlarm(next, BLINK_MS);
      show();
      return true;
    },
    state: () => (left > 0 ? "ON" : "OFF"),
    watch: (report) => {
      changed = report;
    },
  };
}
