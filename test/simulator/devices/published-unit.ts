import type { FilterConfig } from "../../../scripts/lib/board/config";
import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";

/** From what a board publishes back to the voltage that it measures. */
export interface PublishedUnit {
  /** What the board publishes at no voltage and at full scale, the lower one first. */
  from: number;
  to: number;
  /** The voltage at which it publishes a value. */
  volts(value: number): number;
}

type Points = NonNullable<FilterConfig["calibrate_linear"]>["datapoints"];

/** What lets a value through as it is, where it stands still for long enough and lies in the range that is published. */
const STEADY = [
  "clamp",
  "round",
  "median",
  "sliding_window_moving_average",
  "exponential_moving_average",
  "throttle",
  "heartbeat",
  "debounce",
  "delta",
  "skip_initial",
];
const HALVINGS = 60;

/** @returns undefined where it cannot be told: a filter that is not known here, or two voltages for one value */
export function toVolts(
  { scale, offset, filters = [] }: Pick<AnalogSensorConfig, "scale" | "offset" | "filters">,
  fullScaleVolts: number,
): PublishedUnit | undefined {
  const steps = filters.map(stepOf);
  const published = (volts: number): number =>
    steps.reduce((value, step) => step?.(value) ?? NaN, (volts / fullScaleVolts) * scale + offset);
  const [atNone, atFull] = [published(0), published(fullScaleVolts)];
  const isRising = atFull > atNone;
  const samples = Array.from({ length: 101 }, (_, i) => published((fullScaleVolts * i) / 100));
  const isOneToOne = samples.every(
    (value, i) => i === 0 || (isRising ? value > samples[i - 1] : value < samples[i - 1]),
  );
  if (!isOneToOne) return undefined;
  return {
    from: Math.min(atNone, atFull),
    to: Math.max(atNone, atFull),
    volts: (value) => {
      let [low, high] = [0, fullScaleVolts];
      for (let i = 0; i < HALVINGS; i++) {
        const middle = (low + high) / 2;
        if (published(middle) < value === isRising) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    },
  };
}

/** What a filter makes of a value that stands still; undefined of one that is not known here. */
function stepOf({
  multiply,
  offset,
  calibrate_linear: calibration,
  ...others
}: FilterConfig): ((value: number) => number) | undefined {
  if (multiply !== undefined) return (value) => value * multiply;
  if (offset !== undefined) return (value) => value + offset;
  if (calibration !== undefined) {
    const { method, datapoints } = calibration;
    return method === "exact" ? throughPoints(datapoints) : nearest(datapoints);
  }
  return Object.keys(others).every((name) => STEADY.includes(name)) ? (value) => value : undefined;
}

/** Straight lines from point to point, the outer ones going on. */
function throughPoints(points: Points): (value: number) => number {
  return (value) => {
    const last = points.length - 1;
    const at = points.findIndex(({ from }, i) => i > 0 && (value < from || i === last));
    const [begin, end] = [points[at - 1], points[at]];
    return begin.to + ((value - begin.from) * (end.to - begin.to)) / (end.from - begin.from);
  };
}

/** The line of least squares. */
function nearest(points: Points): (value: number) => number {
  const sum = (of: (point: Points[number]) => number): number => points.reduce((total, point) => total + of(point), 0);
  const count = points.length;
  const [x, y] = [sum(({ from }) => from), sum(({ to }) => to)];
  const factor = (count * sum(({ from, to }) => from * to) - x * y) / (count * sum(({ from }) => from * from) - x * x);
  return (value) => y / count + factor * (value - x / count);
}
