import type { Sensor } from "./sensor";

/** The mean of what others measure; NaN where one of them has no reading. */
export function average(values: (() => number)[]): Sensor {
  return {
    sample: () => {
      let sum = 0;
      for (const value of values) {
        sum += value();
      }
      return sum / values.length;
    },
  };
}
