import type { Filter, Ring } from "./filter";
import { window } from "./window";

/**
 * `sliding_window_moving_average`: the mean of the readings in the window, NaN left out. Added up anew each time: a running sum
 * would carry its rounding along for ever.
 * @param ring Room for `windowSize` numbers.
 */
export function movingAverage(ring: Ring, windowSize: number, sendEvery: number, sendFirstAt: number): Filter {
  return window(ring, windowSize, sendEvery, sendFirstAt, (filled) => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < filled; i++) {
      if (!isNaN(ring[i])) {
        sum += ring[i];
        count++;
      }
    }
    // 0 / 0 is NaN here, but an error elsewhere.
    return count === 0 ? NaN : sum / count;
  });
}
