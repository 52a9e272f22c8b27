import type { Pin, PwmPins } from "../engine/engine";
import type { Actuator } from "./actuator";
import { addAlarm, setAlarm, type Alarms } from "./alarms";

export interface DetachOptions {
  pin: Pin;
  hz: number;
  /** How long after a command the pulses end. */
  afterMs: number;
}

/** Has a servo's pulses end a while after each move. It makes no noise then, and holds its place by friction alone. */
export function detached(servo: Actuator, pins: PwmPins, alarms: Alarms, options: DetachOptions): Actuator {
  const alarm = addAlarm(alarms, () => pins.write(options.pin, 0, options.hz));
  setAlarm(alarm, options.afterMs);
  return {
    command: (payload) => {
      const isObeyed = servo.command(payload);
      if (isObeyed) {
        setAlarm(alarm, options.afterMs);
      }
      return isObeyed;
    },
    state: servo.state,
  };
}
