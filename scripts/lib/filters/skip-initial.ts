import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";

/**
 * Leaves so many values out at first.
 * @asType integer
 * @minimum 1
 * @maximum 10000
 */
export type SkipInitialFilterConfig = number;

const driver = firmware<typeof import("../../../firmware/filters/skip-initial")>("filters/skip-initial");

export const skipInitial: FilterDescriptor<"skip_initial", SkipInitialFilterConfig> = {
  name: "skip_initial",
  hasPast: true,
  defaults: {},
  exampleOptions: 3,
  make: (count) => driver.skipInitial(count),
};
