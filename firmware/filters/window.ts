import type { Filter, Ring } from "./filter";

/**
 * What `median` and `sliding_window_moving_average` share: the last `windowSize` readings in a ring, of which `reduce` makes
 * one for every `sendEvery` readings, the first time after `sendFirstAt` of them. NaN has its place in the ring.
 * @param ring Room for `windowSize` numbers.
 * @param reduce Is told how many places of the ring are filled: from the first on, in no particular order.
 */
export function window(
  ring: Ring,
  windowSize: number,
  sendEvery: number,
  sendFirstAt: number,
  reduce: (filled: number) => number,
): Filter {
  let next = 0;
  let filled = 0;
  let untilSent = sendFirstAt;
  return (value) => {
    ring[next] = value;
    next = next + 1 < windowSize ? next + 1 : 0;
    if (filled < windowSize) {
      filled++;
    }
    untilSent--;
    if (untilSent > 0) {
      return undefined;
    }
    untilSent = sendEvery;
    return reduce(filled);
  };
}
