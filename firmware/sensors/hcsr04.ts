import type { Echoes, Pin } from "../engine/engine";
import { Fault, type Part, type Values } from "./part";

export interface HcSr04Options {
  triggerPin: Pin;
  echoPin: Pin;
  /** Nothing further away counts. */
  maximumCm: number;
}

/** Where nothing reflects the echo is high for 38 ms (user guide, "Timing diagram"), and longer for some kin of the part. */
const LONGEST_MS = 60;
/** The engine may tell an echo's end as long after it as the longest one lasts. The guide asks for 60 ms between measurements. */
const MEASURING_MS = 130;
/** Sound in air of 20 °C, 343 m/s, there and back. */
const CM_PER_SECOND = 17_150;

/** The distance that an echo of `seconds` stands for, in cm; NaN beyond the part's reach, and before 2 cm, where it is blind. */
export function echoCm(seconds: number, maximumCm: number): number {
  const cm = seconds * CM_PER_SECOND;
  return cm >= 2 && cm <= maximumCm ? cm : NaN;
}

/**
 * An ultrasonic distance meter. Nothing in reach is no reading; a part whose echo line never moves does not answer. Its echo is
 * timed by the chip, so what else the engine does meanwhile does not matter.
 */
export function hcsr04(echoes: Echoes, options: HcSr04Options): Part {
  const values: Values = [NaN];
  let isWaiting = false;
  let isTold = false;
  let seconds = 0;
  const trigger = echoes.open(options.triggerPin, options.echoPin, LONGEST_MS, (lasted) => {
    if (isWaiting) {
      isWaiting = false;
      isTold = true;
      seconds = lasted;
    }
  });
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => Fault.None,
    begin: () => {
      isWaiting = true;
      isTold = false;
      trigger();
      return Fault.None;
    },
    read: () => {
      isWaiting = false;
      values[0] = isTold ? echoCm(seconds, options.maximumCm) : NaN;
      return isTold ? Fault.None : Fault.NoAnswer;
    },
  };
}
