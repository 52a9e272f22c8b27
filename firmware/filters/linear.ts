import type { Filter } from "./filter";

/** value × factor + offset: `offset`, `multiply`, and `calibrate_linear` by a single line. */
export function linear(factor: number, offset: number): Filter {
  return (value) => value * factor + offset;
}
