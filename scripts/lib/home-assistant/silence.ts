import type { FilterConfig } from "../board/config";
import type { Channel } from "../sensors/channels";

/** After so many publications that did not come a value counts as unavailable. */
const MISSED = 3;
/** Shorter makes no sense where a reconnect may take seconds. */
const LEAST_SECONDS = 10;

/**
 * After how many seconds without a message Home Assistant may take the value for lost (`expire_after`); undefined where it may
 * rightly be silent for ever.
 */
export function expireAfterSeconds(channel: Channel): number | undefined {
  const seconds = longestSilenceSeconds(channel);
  return seconds === undefined ? undefined : Math.max(LEAST_SECONDS, Math.ceil(MISSED * seconds));
}

/** How long nothing may be published although everything works. */
function longestSilenceSeconds({ sensor, filters, publish, maxSilenceSeconds }: Channel): number | undefined {
  let seconds: number | undefined = sensor.periodSeconds;
  for (const filter of filters) seconds = behind(filter, seconds);
  // What did not change is published again with the first value after so long.
  return seconds !== undefined && publish === "change" ? maxSilenceSeconds + seconds : seconds;
}

/** The longest silence behind a filter, where values come in every `seconds`. */
function behind(filter: FilterConfig, seconds: number | undefined): number | undefined {
  if (filter.heartbeat !== undefined) return filter.heartbeat.seconds;
  if (seconds === undefined) return undefined;
  // Values may be all alike, out of range, or too many to ever stand still.
  if (filter.delta !== undefined || filter.debounce !== undefined || filter.clamp?.ignoreOutOfRange === true) {
    return undefined;
  }
  if (filter.throttle !== undefined) return filter.throttle.seconds + seconds;
  if (filter.median !== undefined) return seconds * (filter.median.sendEvery ?? 5);
  const mean = filter.sliding_window_moving_average ?? filter.exponential_moving_average;
  return mean === undefined ? seconds : seconds * (mean.sendEvery ?? 15);
}
