import type { Pin, PwmPins } from "../engine/engine";
import type { Actuator } from "./actuator";
import { wholeNumber } from "./whole-number";

export interface ServoOptions {
  pin: Pin;
  /** Pulses a second. */
  hz: number;
  /** Pulse widths in µs, for the lowest and the highest angle. */
  minMicroseconds: number;
  maxMicroseconds: number;
  minAngle: number;
  maxAngle: number;
  /** Angle at boot. */
  initialValue: number;
}

/** Square waves have ten bits on every engine: at 50 Hz a pulse is as wide as it should be to within 10 µs. */
const STEPS = 1024;

/** A servo of the kind that model aircraft have. Commands: the angle, rounded to a whole number. */
export function servo(pins: PwmPins, options: ServoOptions): Actuator {
  const stepsAtMin = (options.minMicroseconds * options.hz * STEPS) / 1e6;
  const stepsAtMax = (options.maxMicroseconds * options.hz * STEPS) / 1e6;
  const stepsPerAngle = (stepsAtMax - stepsAtMin) / (options.maxAngle - options.minAngle);
  let angle = options.initialValue;
  const drive = (wanted: number): void => {
    const steps = Math.round(stepsAtMin + (wanted - options.minAngle) * stepsPerAngle);
    pins.write(options.pin, steps / STEPS, options.hz);
    angle = wanted;
  };
  drive(angle);
  return {
    command: (payload) => {
      const wanted = wholeNumber(payload, options.minAngle, options.maxAngle);
      if (isNaN(wanted)) {
        return false;
      }
      drive(wanted);
      return true;
    },
    state: () => angle.toFixed(0),
  };
}
