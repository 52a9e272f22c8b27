import { longestSilence } from "../filters/chain";
import { connectingSeconds } from "../board/facts";
import type { SleepConfig } from "../board/config/sleep";
import type { Channel } from "../sensors/channel";

/** After so many publications that did not come a value counts as unavailable. */
const MISSED = 3;
/** Shorter makes no sense where a reconnect may take seconds. */
const LEAST_SECONDS = 10;

/**
 * After how many seconds without a message Home Assistant may take the value for lost (`expire_after`); undefined where it may
 * rightly be silent for ever.
 */
export function expireAfterSeconds(channel: Channel, sleep?: SleepConfig): number | undefined {
  if (channel.kind === "event") return undefined;
  const seconds = sleep === undefined ? longestSilenceSeconds(channel) : connectingSeconds(sleep);
  return seconds === undefined ? undefined : Math.max(LEAST_SECONDS, Math.ceil(MISSED * seconds));
}

/** How long nothing may be published although everything works; undefined for ever. */
export function longestSilenceSeconds({ sensor, filters, publish, maxSilenceSeconds }: Channel): number | undefined {
  const seconds = longestSilence(sensor.periodSeconds, filters);
  // What did not change is published again with the first value after so long.
  return seconds !== undefined && publish === "change" ? maxSilenceSeconds + seconds : seconds;
}
