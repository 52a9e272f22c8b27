import type { AnalogPins, PwmPins } from "../../engine";
import { readChannel, writeWave } from "../esp32/pins";

export { digitalInputs, digitalOutputs, input, pulseOutputs } from "../esp32/pins";

/** GPIO1 is channel 0 of the first converter, and so on. */
export const analogPins: AnalogPins = {
  read: (pin) => readChannel(pin - 1),
};

/** Its LED controller has no fast half. */
export const pwmPins: PwmPins = {
  write: (pin, duty, hz) => writeWave(pin, duty, hz, ledc.LOW_SPEED),
};
