import type { Clock, DigitalInputs, Pin, Pull } from "../engine/engine";
import type { Sensor } from "./sensor";

export interface DigitalOptions {
  pin: Pin;
  pull: Pull;
  activeLow: boolean;
  debounceMs: number;
}

/**
 * A contact or a logic level: 1 is ON, 0 is OFF. What counts is the last level that stood for `debounceMs`: a glitch is not
 * taken for a change, also when a sample happens to fall into it. A pin that was found at another level at two samples, further
 * apart than that and with no change told in between, has changed while the engine did not tell.
 */
export function digital(pins: DigitalInputs, clock: Clock, options: DigitalOptions): Sensor {
  pins.input(options.pin, options.pull);
  let level = pins.read(options.pin);
  let isDoubtful = false;
  let doubtfulSinceMs = 0;
  let changed: () => void = () => {};
  pins.watch(options.pin, options.pull, options.debounceMs, (high) => {
    level = high;
    isDoubtful = false;
    changed();
  });
  return {
    sample: () => {
      if (pins.read(options.pin) === level) {
        isDoubtful = false;
      } else if (!isDoubtful) {
        isDoubtful = true;
        doubtfulSinceMs = clock.nowMs();
      } else if (clock.nowMs() - doubtfulSinceMs > options.debounceMs) {
        level = !level;
        isDoubtful = false;
      }
      return level === options.activeLow ? 0 : 1;
    },
    watch: (report) => {
      changed = report;
    },
  };
}
