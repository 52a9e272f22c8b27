import type { AnalogPins, PwmPins } from "../../engine";
import { readChannel } from "./converter";
import { writeWave } from "./square-waves";

export { digitalInputs, digitalOutputs, input, pulseOutputs } from "./digital-pins";

/** Of the first converter, by pin from 32 on: GPIO32 is channel 4. */
export const CHANNELS = [4, 5, 6, 7, 0, 1, 2, 3];
export const FIRST_ANALOG_PIN = 32;

export const analogPins: AnalogPins = {
  read: (pin) => readChannel(CHANNELS[pin - FIRST_ANALOG_PIN]),
};

export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => writeWave(pin, duty, hz, ledc.HIGH_SPEED),
};
