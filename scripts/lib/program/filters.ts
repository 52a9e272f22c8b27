import type { FilterConfig } from "../board/config";
import { linesThrough, nearestLine } from "../filters/lines";
import type { Imports } from "./imports";

/**
 * The expression that makes a chain of filters: from what takes its values to what goes into it. Filters that wait for each
 * other's values run in one loop; those that go by the clock begin a new one.
 * @param pass What takes the values at the end, an expression
 */
export function filterChain(filters: readonly FilterConfig[], pass: string, imports: Imports): string {
  let rest = pass;
  let loop: string[] = [];
  const closeLoop = (): void => {
    if (loop.length > 0) rest = `${imports.use("filters/chain", "chain")}([${loop.join(", ")}], ${rest})`;
    loop = [];
  };
  for (const filter of [...filters].reverse()) {
    const timed = timedFilter(filter, imports);
    if (timed === undefined) {
      loop.unshift(plainFilter(filter, imports));
    } else {
      closeLoop();
      rest = `${timed}, ${rest})`;
    }
  }
  closeLoop();
  return rest;
}

/** The call that makes a filter with moments of its own, open at its end for what it passes values to. */
function timedFilter(filter: FilterConfig, imports: Imports): string | undefined {
  const clock = (): string => imports.useEngine("clock", "clock");
  if (filter.heartbeat !== undefined) {
    const { seconds, optimistic = false } = filter.heartbeat;
    return `${imports.use("filters/heartbeat", "heartbeat")}(${clock()}, ${ms(seconds)}, ${optimistic}`;
  }
  if (filter.debounce !== undefined) {
    const timer = imports.useEngine("clock", "timer");
    return `${imports.use("filters/debounce", "debounce")}(${clock()}, ${timer}, ${ms(filter.debounce.seconds)}`;
  }
  return undefined;
}

function plainFilter(filter: FilterConfig, imports: Imports): string {
  const line = (factor: number, offset: number): string =>
    `${imports.use("filters/linear", "linear")}(${factor}, ${offset})`;
  if (filter.offset !== undefined) return line(1, filter.offset);
  if (filter.multiply !== undefined) return line(filter.multiply, 0);
  if (filter.calibrate_linear !== undefined) {
    const { method = "least_squares", datapoints } = filter.calibrate_linear;
    const lines = linesThrough(datapoints);
    if (method === "least_squares" || lines.length === 1) {
      const { factor, offset } = method === "exact" ? lines[0] : nearestLine(datapoints);
      return line(factor, offset);
    }
    const segments = lines.map(
      ({ factor, offset, until }) => `{ factor: ${factor}, offset: ${offset}, until: ${until} }`,
    );
    return `${imports.use("filters/calibrate-linear", "piecewiseLinear")}([${segments.join(", ")}])`;
  }
  if (filter.clamp !== undefined) {
    const { minValue = -Infinity, maxValue = Infinity, ignoreOutOfRange = false } = filter.clamp;
    const name = imports.use("filters/clamp", ignoreOutOfRange ? "ignoreOutOfRange" : "clamp");
    return `${name}(${minValue}, ${maxValue})`;
  }
  if (filter.round !== undefined) return `${imports.use("filters/round", "round")}(${10 ** filter.round})`;
  if (filter.median !== undefined) {
    const { windowSize = 5, sendEvery = 5, sendFirstAt = 1 } = filter.median;
    const ring = `new Float64Array(${windowSize})`;
    const name = imports.use("filters/median", "median");
    return `${name}(${ring}, ${ring}, ${windowSize}, ${sendEvery}, ${sendFirstAt})`;
  }
  if (filter.sliding_window_moving_average !== undefined) {
    const { windowSize = 15, sendEvery = 15, sendFirstAt = 1 } = filter.sliding_window_moving_average;
    const name = imports.use("filters/sliding-window-moving-average", "movingAverage");
    return `${name}(new Float64Array(${windowSize}), ${windowSize}, ${sendEvery}, ${sendFirstAt})`;
  }
  if (filter.exponential_moving_average !== undefined) {
    const { alpha = 0.1, sendEvery = 15, sendFirstAt = 1 } = filter.exponential_moving_average;
    const name = imports.use("filters/exponential-moving-average", "exponentialAverage");
    return `${name}(${alpha}, ${sendEvery}, ${sendFirstAt})`;
  }
  if (filter.throttle !== undefined) {
    const clock = imports.useEngine("clock", "clock");
    return `${imports.use("filters/throttle", "throttle")}(${clock}, ${ms(filter.throttle.seconds)})`;
  }
  if (filter.delta !== undefined) {
    const { value, type = "absolute" } = filter.delta;
    const [absolute, relative] = type === "absolute" ? [value, 0] : [0, value / 100];
    return `${imports.use("filters/delta", "delta")}(${absolute}, ${relative})`;
  }
  return `${imports.use("filters/skip-initial", "skipInitial")}(${filter.skip_initial})`;
}

function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
