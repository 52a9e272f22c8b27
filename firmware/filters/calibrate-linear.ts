import type { Filter } from "./filter";

/** A straight line that holds for values below `until`. */
export interface Segment {
  factor: number;
  offset: number;
  until: number;
}

/**
 * `calibrate_linear` through every point.
 * @param segments In ascending order; the last one goes on for ever, whatever its `until`.
 */
export function piecewiseLinear(segments: Segment[]): Filter {
  const last = segments.length - 1;
  return (value) => {
    let i = 0;
    while (i < last && value >= segments[i].until) {
      i++;
    }
    return value * segments[i].factor + segments[i].offset;
  };
}
