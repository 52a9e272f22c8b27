import type { Ring } from "../../../firmware/filters/filter";
import { firmware, verbatim, value } from "../program/code";
import type { FilterDescriptor } from "./descriptor";
import { sendProblem, sendSilence, type WindowConfig } from "./window";

/** The mean of the last values. */
export type SlidingWindowMovingAverageFilterConfig = WindowConfig;

const { movingAverage } = firmware<typeof import("../../../firmware/filters/sliding-window-moving-average")>(
  "filters/sliding-window-moving-average",
);

export const slidingWindowMovingAverage: FilterDescriptor<
  "sliding_window_moving_average",
  SlidingWindowMovingAverageFilterConfig
> = {
  name: "sliding_window_moving_average",
  hasPast: true,
  defaults: { windowSize: 15, sendEvery: 15, sendFirstAt: 1 },
  problem: sendProblem,
  silence: sendSilence,
  make: ({ windowSize, sendEvery, sendFirstAt }) =>
    movingAverage(verbatim<Ring>`new Float64Array(${value(windowSize)})`, windowSize, sendEvery, sendFirstAt),
};
