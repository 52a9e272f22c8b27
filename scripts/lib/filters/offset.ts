import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/**
 * Is added.
 * @minimum -1e9
 * @maximum 1e9
 */
export type OffsetFilterConfig = number;

const { linear } = firmware<typeof import("../../../firmware/filters/linear")>("filters/linear");

export const offset: FilterDescriptor<"offset", OffsetFilterConfig> = {
  name: "offset",
  defaults: {},
  driver: "linear",
  range: ([low, high], added) => [low + added, high + added],
  make: (added) => linear(1, added),
};
