import type { Board, FilterConfig } from "../config";
import type { BoardSource } from "../source";
import { channelsOf, type Channel } from "../../sensors/channels";

/** Checks the way of each value to the broker. */
export function checkFilters(board: Board, source: BoardSource): void {
  for (const channel of channelsOf(board)) {
    const place = [...channel.place, "filters"];
    if (channel.kind === "binary_sensor" && channel.filters.length > 0) {
      source.error(place, 'filters are for numbers; a contact has "debounceMs"');
    }
    channel.filters.forEach((filter, index) => {
      const problem = filterProblem(filter) ?? (index === 0 ? neverQuiet(filter, channel) : undefined);
      if (problem !== undefined) source.error([...place, index], problem);
    });
    checkPublish(channel, source);
  }
}

function filterProblem(filter: FilterConfig): string | undefined {
  for (const { sendEvery, sendFirstAt = 1 } of [
    { sendEvery: 5, ...filter.median },
    { sendEvery: 15, ...filter.sliding_window_moving_average },
    { sendEvery: 15, ...filter.exponential_moving_average },
  ]) {
    if (sendFirstAt > sendEvery) return `"sendFirstAt" (${sendFirstAt}) is at most "sendEvery" (${sendEvery})`;
  }
  if (filter.clamp !== undefined) {
    const { minValue, maxValue } = filter.clamp;
    if (minValue === undefined && maxValue === undefined) return '"clamp" needs "minValue", "maxValue" or both';
    if (minValue !== undefined && maxValue !== undefined && minValue > maxValue) {
      return `"minValue" (${minValue}) is above "maxValue" (${maxValue})`;
    }
  }
  if (filter.calibrate_linear !== undefined) {
    const { method = "least_squares", datapoints } = filter.calibrate_linear;
    const from = datapoints.map((point) => point.from);
    if (from.every((value) => value === from[0])) return 'the points need two different "from" at least';
    if (method === "exact" && from.some((value, i) => i > 0 && value <= from[i - 1])) {
      return 'with "method": "exact" the points stand in ascending order of "from", each once';
    }
  }
  return undefined;
}

/** A sensor that is sampled more often than a debounce lasts never lets it come to its end. */
function neverQuiet({ debounce }: FilterConfig, { sensor }: Channel): string | undefined {
  return debounce !== undefined && debounce.seconds >= sensor.periodSeconds
    ? `a value comes every ${sensor.periodSeconds} s, so that it is never quiet for ${debounce.seconds} s and nothing goes on; ` +
        `shorten "seconds", or take "throttle" or "median"`
    : undefined;
}

function checkPublish({ sensor, kind, publish, place }: Channel, source: BoardSource): void {
  if (publish === "both" && kind !== "binary_sensor") {
    source.error(
      [...place, "publish"],
      `"${sensor.type}" does not notice changes between two periods; take "period" or "change"`,
    );
  }
}
