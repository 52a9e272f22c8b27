import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/** Keeps values inside a range. */
export interface ClampFilterConfig {
  /**
   * Default: none
   * @minimum -1e9
   * @maximum 1e9
   */
  minValue?: number;
  /**
   * Default: none
   * @minimum -1e9
   * @maximum 1e9
   */
  maxValue?: number;
  /** Whether values out of range are left out instead. */
  ignoreOutOfRange: boolean;
}

const driver = firmware<typeof import("../../../firmware/filters/clamp")>("filters/clamp");

export const clamp: FilterDescriptor<"clamp", ClampFilterConfig> = {
  name: "clamp",
  defaults: { ignoreOutOfRange: false },
  problem: ({ minValue, maxValue }) => {
    if (minValue === undefined && maxValue === undefined) return '"clamp" needs "minValue", "maxValue" or both';
    return minValue !== undefined && maxValue !== undefined && minValue > maxValue
      ? `"minValue" (${minValue}) is above "maxValue" (${maxValue})`
      : undefined;
  },
  range: ([low, high], { minValue = -Infinity, maxValue = Infinity }) => [
    Math.min(maxValue, Math.max(minValue, low)),
    Math.min(maxValue, Math.max(minValue, high)),
  ],
  // All values may be out of range.
  silence: (seconds, { ignoreOutOfRange }) => (ignoreOutOfRange ? undefined : seconds),
  make: ({ minValue = -Infinity, maxValue = Infinity, ignoreOutOfRange }) =>
    (ignoreOutOfRange ? driver.ignoreOutOfRange : driver.clamp)(minValue, maxValue),
};
