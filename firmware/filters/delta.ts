import type { Filter } from "./filter";

/**
 * `delta`: a reading goes on when it differs from the last one that did by at least `absolute`, or by the part `relative` of
 * that one. The first one goes on, and so do the first NaN after a number and the first number after NaN.
 * @param absolute In the reading's unit; 0 where `relative` counts. @param relative 0.05 is 5 %; 0 where `absolute` counts.
 */
export function delta(absolute: number, relative: number): Filter {
  let last = NaN;
  let isFirst = true;
  return (value) => {
    if (!isFirst) {
      if (isNaN(value) || isNaN(last)) {
        if (isNaN(value) && isNaN(last)) {
          return undefined;
        }
      } else if (value === last || Math.abs(value - last) < absolute + Math.abs(last) * relative) {
        return undefined;
      }
    }
    isFirst = false;
    last = value;
    return value;
  };
}
