import type { Filter } from "./filter";

/** `skip_initial`: the first `count` readings end here. NaN is none of them, and goes on. */
export function skipInitial(count: number): Filter {
  let left = count;
  return (value) => {
    if (left > 0 && !isNaN(value)) {
      left--;
      return undefined;
    }
    return value;
  };
}
