import { isMissing, type Sensor } from "./sensor";

/** A sensor whose value somebody gives it. */
export interface GivenSensor extends Sensor {
  /** Gives it a value; NaN for none. */
  set(value: number): void;
}

/** What is told of a given sensor: between these, and told at once where it differs by half of the last digit's step. */
export interface GivenOptions {
  min: number;
  max: number;
  step: number;
}

/**
 * A sensor of type "program".
 * @param refuse Called where a value is out of range; there is no reading then
 */
export function given(options: GivenOptions, refuse: () => void): GivenSensor {
  let value = NaN;
  /** What was told last. */
  let told = NaN;
  let changed = (): void => {};
  return {
    sample: () => {
      told = value;
      return value;
    },
    watch: (tell) => {
      changed = tell;
    },
    set: (wanted) => {
      value = wanted;
      if (!isMissing(wanted) && (wanted < options.min || wanted > options.max)) {
        value = NaN;
        refuse();
      }
      const isGone = isMissing(value) !== isMissing(told);
      if (isGone || Math.abs(value - told) * 2 >= options.step) {
        changed();
      }
    },
  };
}
