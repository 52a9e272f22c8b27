import { firmware } from "../program/code";
import type { FilterDescriptor } from "./descriptor";
import { sendProblem, sendSilence, type SendConfig } from "./window";

/** A mean in which older values count less and less; needs no memory for them. */
export interface ExponentialMovingAverageFilterConfig extends SendConfig {
  /**
   * By what part of the way each value moves the mean towards itself.
   * @minimum 0.0001
   * @maximum 1
   */
  alpha: number;
}

const { exponentialAverage } = firmware<typeof import("../../../firmware/filters/exponential-moving-average")>(
  "filters/exponential-moving-average",
);

export const exponentialMovingAverage: FilterDescriptor<
  "exponential_moving_average",
  ExponentialMovingAverageFilterConfig
> = {
  name: "exponential_moving_average",
  hasPast: true,
  defaults: { alpha: 0.1, sendEvery: 15, sendFirstAt: 1 },
  problem: sendProblem,
  silence: sendSilence,
  make: ({ alpha, sendEvery, sendFirstAt }) => exponentialAverage(alpha, sendEvery, sendFirstAt),
};
