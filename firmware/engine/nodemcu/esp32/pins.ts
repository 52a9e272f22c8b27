import type { AnalogPins, DigitalInputs, DigitalOutputs, Pin, Pull, PulseOutputs, PwmPins } from "../../engine";
import { watchLevel } from "../level-watch";
import { timedPulse } from "../timed-pulse";
import { clock, interval } from "./clock";

/** Of the first converter, by pin from 32 on: GPIO32 is channel 4. */
const CHANNELS = [4, 5, 6, 7, 0, 1, 2, 3];
const FIRST_ANALOG_PIN = 32;
const BITS = 12;
const STEPS = 4096;

const isAnalog: boolean[] = [];

export function openAnalog(pin: Pin, attenuation: number): void {
  isAnalog[pin] = true;
  adc.setwidth(adc.ADC1, BITS);
  adc.setup(adc.ADC1, CHANNELS[pin - FIRST_ANALOG_PIN], attenuation);
}

export const analogPins: AnalogPins = {
  read: (pin) => {
    if (!isAnalog[pin]) {
      openAnalog(pin, adc.ATTEN_11db);
    }
    return adc.read(adc.ADC1, CHANNELS[pin - FIRST_ANALOG_PIN]) / STEPS;
  },
};

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

/** The square wave's clock. */
const CLOCK_HZ = 80_000_000;
const MOST_BITS = 13;

interface SquareWave {
  channel: NodeMcuLedc;
  steps: number;
}

const waves: (SquareWave | undefined)[] = [];
/** The frequency of each of the chip's timers. */
const timerHz: number[] = [];
let channels = 0;

/** Waves of the same frequency share a timer; the build sees that there are enough of both. */
function startWave(pin: Pin, duty: number, hz: number): void {
  let bits = MOST_BITS;
  let steps = 8192;
  while (steps * hz > CLOCK_HZ) {
    steps /= 2;
    bits--;
  }
  let timerIndex = 0;
  while (timerIndex < timerHz.length && timerHz[timerIndex] !== hz) {
    timerIndex++;
  }
  timerHz[timerIndex] = hz;
  waves[pin] = {
    channel: ledc.newChannel({
      gpio: pin,
      bits,
      mode: ledc.HIGH_SPEED,
      timer: timerIndex,
      channel: channels++,
      frequency: hz,
      duty: Math.floor(duty * steps + 0.5),
    }),
    steps,
  };
}

export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => {
    const wave = waves[pin];
    if (wave) {
      wave.channel.setduty(Math.floor(duty * wave.steps + 0.5));
    } else {
      startWave(pin, duty, hz);
    }
  },
};
