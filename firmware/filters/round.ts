import type { Filter } from "./filter";

/** `round`: to the nearest multiple of 1 / `scale`, halves away from zero. @param scale A power of ten, 1 for whole numbers. */
export function round(scale: number): Filter {
  // Math.round takes halves up, and would leave -0, which prints as "-0".
  return (value) => (value < 0 ? 0 - Math.round(-value * scale) / scale : Math.round(value * scale) / scale);
}
