import type { Filter } from "./filter";

/** `clamp`: values outside `minValue` … `maxValue` become the nearer of the two. */
export function clamp(minValue: number, maxValue: number): Filter {
  return (value) => (value < minValue ? minValue : value > maxValue ? maxValue : value);
}

/** `clamp` with `ignoreOutOfRange`: values outside `minValue` … `maxValue` end here. */
export function ignoreOutOfRange(minValue: number, maxValue: number): Filter {
  return (value) => (value < minValue || value > maxValue ? undefined : value);
}
