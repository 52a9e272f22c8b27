import type { DigitalOutputs, EdgeInputs, Pin, PulseOutputs } from "../engine/engine";
import { Fault, type Part, type Values } from "./part";

export interface HcSr04Options {
  triggerPin: Pin;
  echoPin: Pin;
  /** Nothing further away counts. */
  maximumCm: number;
}

/** At least 10 µs are asked for (HC-SR04 user guide, "Timing diagram"); the engine's shortest exact pulse is 30 µs. */
const TRIGGER_MS = 0.03;
/** The echo's end comes 38 ms after its beginning where nothing reflects; the guide asks for 60 ms between measurements. */
const MEASURING_MS = 60;
/** Sound in air of 20 °C, 343 m/s, there and back. */
const CM_PER_SECOND = 17_150;

/** The distance that an echo of `seconds` stands for, in cm; NaN beyond the part's reach, and before 2 cm, where it is blind. */
export function echoCm(seconds: number, maximumCm: number): number {
  const cm = seconds * CM_PER_SECOND;
  return cm >= 2 && cm <= maximumCm ? cm : NaN;
}

/**
 * An ultrasonic distance meter. Nothing in reach is no reading; a part whose echo line never moves does not answer. Its echo is
 * timed by the chip's interrupts, so what else the engine does meanwhile does not matter.
 */
export function hcsr04(
  outputs: DigitalOutputs,
  pulses: PulseOutputs,
  inputs: EdgeInputs,
  options: HcSr04Options,
): Part {
  const values: Values = [NaN];
  let isWaiting = false;
  let hasBegun = false;
  let beganSeconds = 0;
  outputs.write(options.triggerPin, false);
  inputs.watch(options.echoPin, "none", "both", (high, atSeconds) => {
    if (!isWaiting) {
      return;
    }
    if (high) {
      hasBegun = true;
      beganSeconds = atSeconds;
    } else if (hasBegun) {
      isWaiting = false;
      values[0] = echoCm(atSeconds - beganSeconds, options.maximumCm);
    }
  });
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => Fault.None,
    begin: () => {
      values[0] = NaN;
      isWaiting = true;
      hasBegun = false;
      pulses.pulse(options.triggerPin, true, TRIGGER_MS);
      return Fault.None;
    },
    read: () => {
      isWaiting = false;
      return hasBegun ? Fault.None : Fault.NoAnswer;
    },
  };
}
