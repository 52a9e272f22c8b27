import type { Filter, Ring } from "./filter";
import { window } from "./window";

/**
 * `median` of the readings in the window, NaN left out; of an even number of them, the mean of the middle two.
 * @param ring Room for `windowSize` numbers; `sorted` as well.
 */
export function median(ring: Ring, sorted: Ring, windowSize: number, sendEvery: number, sendFirstAt: number): Filter {
  return window(ring, windowSize, sendEvery, sendFirstAt, (filled) => {
    const count = sortInto(sorted, ring, filled);
    const middle = Math.floor(count / 2);
    return count === 0 ? NaN : count % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  });
}

/** Insertion, for windows are short, and the engine's own sort makes objects. @returns how many are no NaN */
function sortInto(sorted: Ring, ring: Ring, filled: number): number {
  let count = 0;
  for (let i = 0; i < filled; i++) {
    const value = ring[i];
    if (!isNaN(value)) {
      let at = count;
      while (at > 0 && sorted[at - 1] > value) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = value;
      count++;
    }
  }
  return count;
}
