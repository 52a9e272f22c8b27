import type { Actuator } from "./actuator";
import { parseDecimal } from "./decimal";

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
  const set = (wanted: number): boolean => {
    // NaN is neither.
    const isInRange = wanted >= options.min && wanted <= options.max;
    if (isInRange) {
      value = options.min + Math.round((wanted - options.min) / options.step) * options.step;
    }
    return isInRange;
  };
  set(parseDecimal(stored));
  return {
    command: (payload) => set(parseDecimal(payload)),
    state: () => value.toFixed(options.decimals),
    value: () => value,
  };
}
