import type { Ring } from "../../../firmware/filters/filter";
import { firmware, verbatim, value } from "../program/code";
import type { FilterDescriptor } from "./descriptor";
import { sendProblem, sendSilence, type WindowConfig } from "./window";

/** The value in the middle of the last ones: takes single outliers away. */
export type MedianFilterConfig = WindowConfig;

const driver = firmware<typeof import("../../../firmware/filters/median")>("filters/median");

export const median: FilterDescriptor<"median", MedianFilterConfig> = {
  name: "median",
  hasPast: true,
  defaults: { windowSize: 5, sendEvery: 5, sendFirstAt: 1 },
  exampleOptions: { windowSize: 5, sendEvery: 1 },
  problem: sendProblem,
  silence: sendSilence,
  make: ({ windowSize, sendEvery, sendFirstAt }) => {
    const ring = verbatim<Ring>`new Float64Array(${value(windowSize)})`;
    return driver.median(ring, ring, windowSize, sendEvery, sendFirstAt);
  },
};
