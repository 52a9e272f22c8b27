import { firmware } from "../program/code";
import type { FilterDescriptor, Range } from "./descriptor";
import { linesThrough, nearestLine, type DataPoint } from "./line-fit";

/** A straight line, or several, from what is measured to what is true. */
export interface CalibrateLinearFilterConfig {
  /** One line nearest to all points, or lines from each point to the next, the outer ones going on. */
  method: "least_squares" | "exact";
  /**
   * What is measured ("from") and what it should be ("to").
   * @minItems 2
   * @maxItems 16
   */
  datapoints: DataPoint[];
}

const { linear } = firmware<typeof import("../../../firmware/filters/linear")>("filters/linear");
const { piecewiseLinear } =
  firmware<typeof import("../../../firmware/filters/calibrate-linear")>("filters/calibrate-linear");

export const calibrateLinear: FilterDescriptor<"calibrate_linear", CalibrateLinearFilterConfig> = {
  name: "calibrate_linear",
  defaults: { method: "least_squares" },
  problem: ({ method, datapoints }) => {
    const from = datapoints.map((point) => point.from);
    if (from.every((value) => value === from[0])) return 'the points need two different "from" at least';
    return method === "exact" && from.some((value, i) => i > 0 && value <= from[i - 1])
      ? 'with "method": "exact" the points stand in ascending order of "from", each once'
      : undefined;
  },
  range: ([low, high], options) => {
    const inside = options.datapoints.map(({ from }) => from).filter((from) => from > low && from < high);
    const values = [low, ...inside, high].map((value) => calibrated(value, options));
    return [Math.min(...values), Math.max(...values)] satisfies Range;
  },
  make: ({ method, datapoints }) => {
    const lines = linesThrough(datapoints);
    if (method === "exact" && lines.length > 1) {
      return piecewiseLinear(lines.map(({ factor, offset, until }) => ({ factor, offset, until })));
    }
    const { factor, offset } = method === "exact" ? lines[0] : nearestLine(datapoints);
    return linear(factor, offset);
  },
};

function calibrated(value: number, { method, datapoints }: CalibrateLinearFilterConfig): number {
  const lines = linesThrough(datapoints);
  const line =
    method === "exact"
      ? (lines.find(({ until }) => value < until) ?? lines[lines.length - 1])
      : nearestLine(datapoints);
  return value * line.factor + line.offset;
}
