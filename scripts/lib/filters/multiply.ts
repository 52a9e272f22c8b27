import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/**
 * Is multiplied with.
 * @minimum -1e9
 * @maximum 1e9
 */
export type MultiplyFilterConfig = number;

const { linear } = firmware<typeof import("../../../firmware/filters/linear")>("filters/linear");

export const multiply: FilterDescriptor<"multiply", MultiplyFilterConfig> = {
  name: "multiply",
  defaults: {},
  driver: "linear",
  range: ([low, high], factor) => [Math.min(low * factor, high * factor), Math.max(low * factor, high * factor)],
  make: (factor) => linear(factor, 0),
};
