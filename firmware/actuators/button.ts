import type { DigitalOutputs, Pin, PulseOutputs } from "../engine/engine";
import type { Actuator } from "./actuator";
import { addAlarm, setAlarm, type Alarms } from "./alarms";

export interface MomentaryOptions {
  pin: Pin;
  activeLow: boolean;
  /** How long a press is. */
  pressMs: number;
}

/**
 * A contact that is closed for a moment, as a finger would: a door opener, a gate, the power button of a computer. Command: PRESS,
 * which has no effect while one is under way, so that no series of commands makes it longer. The chip ends a press by a timer of
 * its own: it is never longer, even while the engine is blocked.
 */
export function momentary(
  outputs: DigitalOutputs,
  pulses: PulseOutputs,
  alarms: Alarms,
  options: MomentaryOptions,
): Actuator {
  let isPressed = false;
  let changed: () => void = () => {};
  const release = (): void => outputs.write(options.pin, options.activeLow);
  const released = addAlarm(alarms, () => {
    // It is released by now; should the chip's timer have failed, it is now.
    release();
    isPressed = false;
    changed();
  });
  release();
  return {
    command: (payload) => {
      if (payload !== "PRESS") {
        return false;
      }
      if (!isPressed) {
        setAlarm(released, options.pressMs);
        isPressed = true;
        pulses.pulse(options.pin, !options.activeLow, options.pressMs);
      }
      return true;
    },
    state: () => (isPressed ? "ON" : "OFF"),
    watch: (report) => {
      changed = report;
    },
  };
}
