import type { Filter } from "./filter";

/**
 * `exponential_moving_average`: each reading moves the average towards itself by the part `alpha` (0 … 1) of the way. NaN
 * leaves the average alone, and is what is sent when its turn has come. In single precision it comes to rest when a part `alpha` of
 * what is left is less than its last digit: 6e-8 / alpha of the reading away.
 */
export function exponentialAverage(alpha: number, sendEvery: number, sendFirstAt: number): Filter {
  let average = NaN;
  let untilSent = sendFirstAt;
  return (value) => {
    if (!isNaN(value)) {
      average = isNaN(average) ? value : average + alpha * (value - average);
    }
    untilSent--;
    if (untilSent > 0) {
      return undefined;
    }
    untilSent = sendEvery;
    return isNaN(value) ? value : average;
  };
}
