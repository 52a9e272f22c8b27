import type { Filter, Ring } from "./filter";
import { window } from "./window";

/**
 * `sliding_window_moving_average`: the mean of the readings in the window, NaN left out. Added up anew each time: a running sum
 * would carry its rounding along for ever. What is added up is how far each is from one of them: a hundred pressures in Pa come
 * to more than single precision can add to.
 * @param ring Room for `windowSize` numbers.
 */
export function movingAverage(ring: Ring, windowSize: number, sendEvery: number, sendFirstAt: number): Filter {
  return window(ring, windowSize, sendEvery, sendFirstAt, (filled) => {
    const near = isNaN(ring[0]) ? 0 : ring[0];
    let sum = 0;
    let count = 0;
    for (let i = 0; i < filled; i++) {
      const value = ring[i];
      if (!isNaN(value)) {
        sum += value - near;
        count++;
      }
    }
    // 0 / 0 is NaN here, but an error elsewhere.
    return count === 0 ? NaN : near + sum / count;
  });
}
