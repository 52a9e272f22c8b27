import type { Actuator } from "./actuator";

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
 * Reads a decimal number: digits, with a sign and a decimal point where wanted; NaN for anything else. Engines take more for
 * numbers, such as what only begins with one.
 */
export function parseDecimal(text: string): number {
  const length = text.length;
  let digits = 0;
  let points = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      digits++;
    } else if (code === 46) {
      points++;
    } else if (code !== 45 || i > 0) {
      return NaN;
    }
  }
  return digits > 0 && points < 2 && length <= 16 ? Number(text) : NaN;
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
