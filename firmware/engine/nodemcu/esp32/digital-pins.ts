import type { DigitalInputs, DigitalOutputs, Pin, Pull, PulseOutputs } from "../../engine";
import { watchLevel } from "../level-watch";
import { timedPulse } from "../timed-pulse";
import { clock, interval } from "./clock";

export function input(pin: Pin, pull: Pull): void {
  gpio.config({
    gpio: pin,
    dir: gpio.IN,
    pull: pull === "up" ? gpio.PULL_UP : pull === "down" ? gpio.PULL_DOWN : gpio.FLOATING,
  });
}

export const digitalInputs: DigitalInputs = {
  input,
  read: (pin) => gpio.read(pin) !== 0,
  /** The engine tells one edge and drops those that come until its listener has returned: the level itself is read. */
  watch: (pin, pull, debounceMs, changed) => {
    input(pin, pull);
    const came = watchLevel(() => gpio.read(pin) !== 0, debounceMs > 0 ? interval(debounceMs) : 0, clock, changed);
    gpio.trig(pin, gpio.INTR_UP_DOWN, came);
  },
};

const isOutput: boolean[] = [];

export const digitalOutputs: DigitalOutputs = {
  write: (pin, high) => {
    // First the level, then the direction: the pin never shows another one.
    gpio.write(pin, high ? 1 : 0);
    if (!isOutput[pin]) {
      isOutput[pin] = true;
      gpio.config({ gpio: pin, dir: gpio.IN_OUT });
    }
  },
};

/** In whole ticks of 10 ms. */
export const pulseOutputs: PulseOutputs = {
  pulse: (pin, high, ms) => timedPulse(digitalOutputs, pin, high, interval(ms)),
};
