import type { AnalogPins, DigitalInputs, DigitalOutputs, PulseOutputs, PwmPins } from "../engine";
import { input, watch } from "./watch";

export const analogPins: AnalogPins = {
  read: (pin) => analogRead(pin),
};

export const digitalInputs: DigitalInputs = {
  input,
  read: (pin) => digitalRead(pin) !== 0,
  watch: (pin, pull, debounceMs, changed) => watch(pin, pull, "both", debounceMs, changed),
};

export const pulseOutputs: PulseOutputs = {
  pulse: (pin, high, ms) => digitalPulse(pin, high, ms),
};

export const digitalOutputs: DigitalOutputs = {
  write: (pin, high) => digitalWrite(pin, high ? 1 : 0),
};

export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => analogWrite(pin, duty, { freq: hz }),
};
