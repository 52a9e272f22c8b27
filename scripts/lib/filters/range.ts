import type { FilterConfig } from "../board/config";
import { linesThrough, nearestLine } from "./lines";

/** What comes out of filters, as the lowest and the highest value, where values from one range go in. */
export function filteredRange(
  range: readonly [number, number],
  filters: readonly FilterConfig[],
): readonly [number, number] {
  return filters.reduce<readonly [number, number]>((before, filter) => {
    const candidates = turningPoints(before, filter).map((value) => mapped(value, filter));
    return [Math.min(...candidates), Math.max(...candidates)];
  }, range);
}

/** The values at which a filter's results can be extreme. */
function turningPoints([low, high]: readonly [number, number], { calibrate_linear: lines }: FilterConfig): number[] {
  const inside = (lines?.datapoints ?? []).map(({ from }) => from).filter((from) => from > low && from < high);
  return [low, ...inside, high];
}

function mapped(value: number, filter: FilterConfig): number {
  if (filter.offset !== undefined) return value + filter.offset;
  if (filter.multiply !== undefined) return value * filter.multiply;
  if (filter.clamp !== undefined) {
    const { minValue = -Infinity, maxValue = Infinity } = filter.clamp;
    return Math.min(maxValue, Math.max(minValue, value));
  }
  if (filter.calibrate_linear !== undefined) {
    const { method = "least_squares", datapoints } = filter.calibrate_linear;
    const lines = linesThrough(datapoints);
    const line =
      method === "exact"
        ? (lines.find(({ until }) => value < until) ?? lines[lines.length - 1])
        : nearestLine(datapoints);
    return value * line.factor + line.offset;
  }
  return value;
}
