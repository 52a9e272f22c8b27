import type { AnalogPins, DigitalInputs, DigitalOutputs, Pin, Pull, PulseOutputs, PwmPins } from "../../engine";
import { watchLevel } from "../level-watch";
import { timedPulse } from "../timed-pulse";
import { clock, interval } from "./clock";

/** Pins by NodeMCU's own numbers, which are those printed on development boards: 0 is D0, GPIO16. */

const STEPS = 1024;

export const analogPins: AnalogPins = {
  /** The chip has one converter, on A0: of 1.0 V, which a divider on most boards makes some 3.3 V. */
  read: () => {
    const steps = adc.read(0);
    return steps <= STEPS ? steps / STEPS : NaN;
  },
};

/** There is no pull-down resistor: the build refuses it. */
function resistor(pull: Pull): number {
  return pull === "up" ? gpio.PULLUP : gpio.FLOAT;
}

/** Makes the pin an input whose edges are told. */
export function watched(pin: Pin, pull: Pull): void {
  gpio.mode(pin, gpio.INT, resistor(pull));
}

export const digitalInputs: DigitalInputs = {
  input: (pin, pull) => gpio.mode(pin, gpio.INPUT, resistor(pull)),
  read: (pin) => gpio.read(pin) !== 0,
  watch: (pin, pull, debounceMs, changed) => {
    watched(pin, pull);
    const came = watchLevel(() => gpio.read(pin) !== 0, debounceMs > 0 ? interval(debounceMs + 1) : 0, clock, changed);
    gpio.trig(pin, "both", came);
  },
};

const isOutput: boolean[] = [];

export const digitalOutputs: DigitalOutputs = {
  write: (pin, high) => {
    // First the level, then the direction: the pin never shows another one. D0 becomes an output by being written.
    gpio.write(pin, high ? 1 : 0);
    if (!isOutput[pin]) {
      isOutput[pin] = true;
      gpio.mode(pin, gpio.OUTPUT);
    }
  },
};

export const pulseOutputs: PulseOutputs = {
  pulse: (pin, high, ms) => timedPulse(digitalOutputs, pin, high, interval(ms)),
};

const PWM_STEPS = 1023;

const isWave: boolean[] = [];

export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => {
    if (!isWave[pin]) {
      isWave[pin] = true;
      pwm.setup(pin, hz, 0);
    }
    pwm.setduty(pin, Math.floor(duty * PWM_STEPS + 0.5));
  },
};
