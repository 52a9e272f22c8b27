import type { DigitalInputs, Pin, Pull } from "../engine/engine";
import type { Sensor } from "./sensor";

export interface DigitalOptions {
  pin: Pin;
  pull: Pull;
  activeLow: boolean;
  debounceMs: number;
}

/** A contact or a logic level: 1 is ON, 0 is OFF. */
export function digital(pins: DigitalInputs, options: DigitalOptions): Sensor {
  pins.input(options.pin, options.pull);
  return {
    sample: () => (pins.read(options.pin) === options.activeLow ? 0 : 1),
    watch: (changed) => pins.watch(options.pin, options.pull, options.debounceMs, changed),
  };
}
