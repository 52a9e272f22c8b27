import { filteredRange } from "../filters/chain";
import type { FilterConfig } from "../filters/registry";

/** A board file has no more. */
export const MOST_DECIMALS = 6;

/**
 * How many digits behind the point it takes for a step of a value not to be lost: 0 for 1 and more, 2 for 0.05.
 * @param step The smallest difference that there is, above 0
 * @param filters What the value goes through before it is published
 */
export function decimalsFor(step: number, filters: readonly FilterConfig[] = []): number {
  const [low, high] = filteredRange([0, step], filters);
  const shown = high > low ? high - low : step;
  // 0.001 is no power of ten to the last bit.
  return Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(-Math.log10(shown) - 1e-9)));
}
