import type { Filter } from "./filter";

/**
 * `round`: to the nearest multiple of 1 / `scale`, halves away from zero. Math.round takes halves up, and adds a half for that
 * where it is not of the engine: more than seven digits of single precision can hold.
 * @param scale A power of ten, 1 for whole numbers.
 */
export function round(scale: number): Filter {
  return (value) => {
    const scaled = Math.abs(value) * scale;
    const whole = Math.floor(scaled);
    const nearest = (scaled - whole < 0.5 ? whole : whole + 1) / scale;
    // -0 would print as "-0".
    return value < 0 ? 0 - nearest : nearest;
  };
}
