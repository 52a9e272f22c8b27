import type { AnalogPins, DigitalInputs, DigitalOutputs, Pin, Pull, PulseOutputs, PwmPins } from "../../engine";
import { watchLevel } from "../level-watch";
import { timedPulse } from "../timed-pulse";
import { clock, interval } from "./clock";

/** Of the first converter, by pin from 32 on: GPIO32 is channel 4. */
export const CHANNELS = [4, 5, 6, 7, 0, 1, 2, 3];
export const FIRST_ANALOG_PIN = 32;
const BITS = 12;
const STEPS = 4096;

const isOpen: boolean[] = [];

/** @param channel Of the chip's first converter @param attenuation One of `adc`'s */
export function openChannel(channel: number, attenuation: number): void {
  isOpen[channel] = true;
  adc.setwidth(adc.ADC1, BITS);
  adc.setup(adc.ADC1, channel, attenuation);
}

/** @returns 0 … 1 of what reads as full scale, which is that of 11 dB where nothing else was chosen */
export function readChannel(channel: number): number {
  if (!isOpen[channel]) {
    openChannel(channel, adc.ATTEN_11db);
  }
  return adc.read(adc.ADC1, channel) / STEPS;
}

/** @param mv What is to read as full scale: 1000, 1340, 2000 or 3600 @returns One of `adc`'s attenuations */
export function attenuationFor(mv: number): number {
  return mv < 1340 ? adc.ATTEN_0db : mv < 2000 ? adc.ATTEN_2_5db : mv < 3600 ? adc.ATTEN_6db : adc.ATTEN_11db;
}

export const analogPins: AnalogPins = {
  read: (pin) => readChannel(CHANNELS[pin - FIRST_ANALOG_PIN]),
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
function startWave(pin: Pin, duty: number, hz: number, mode: number): void {
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
      mode,
      timer: timerIndex,
      channel: channels++,
      frequency: hz,
      duty: Math.floor(duty * steps + 0.5),
    }),
    steps,
  };
}

/** @param mode The half of the chip's LED controller that makes it, one of `ledc`'s */
export function writeWave(pin: Pin, duty: number, hz: number, mode: number): void {
  const wave = waves[pin];
  if (wave) {
    wave.channel.setduty(Math.floor(duty * wave.steps + 0.5));
  } else {
    startWave(pin, duty, hz, mode);
  }
}

export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => writeWave(pin, duty, hz, ledc.HIGH_SPEED),
};
