import type { Actuator } from "./actuator";
import { decimalIn } from "./decimal";

export interface SetPointOptions {
  min: number;
  max: number;
  /** Values are min + n × step. */
  step: number;
  /** Digits after the decimal point, for the state. */
  decimals: number;
}

/** A number that somebody sets, such as the temperature a thermostat holds. */
export interface SetPoint extends Actuator {
  value(): number;
}

/**
 * A set-point. Commands: a number from min to max, which is rounded to the nearest step.
 * @param initialValue What it is unless `stored` is a number in range.
 */
export function setPoint(options: SetPointOptions, initialValue: number, stored: string): SetPoint {
  let value = initialValue;
  const set = (text: string): boolean => {
    const wanted = decimalIn(text, options.min, options.max);
    if (isNaN(wanted)) {
      return false;
    }
    value = options.min + Math.round((wanted - options.min) / options.step) * options.step;
    return true;
  };
  set(stored);
  return {
    command: set,
    state: () => value.toFixed(options.decimals),
    value: () => value,
  };
}
