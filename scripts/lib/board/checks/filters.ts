import { filterOf } from "../../filters/registry";
import type { Channel } from "../../sensors/channel";
import { channelsOf } from "../../sensors/channels";
import type { Board } from "../config";
import { ALL_SOUND } from "../sound";
import type { BoardSource } from "../source";

/** Checks the way of each value to the broker. */
export function checkFilters(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  for (const channel of channelsOf(board).filter(({ place }) => isWhole(place.slice(0, 2)))) {
    const place = [...channel.place, "filters"];
    if (channel.kind !== "sensor" && channel.filters.length > 0) {
      source.error(place, 'filters are for numbers; a contact has "debounceMs"');
    }
    channel.filters.forEach((config, index) => {
      const { filter, options } = filterOf(config);
      const { periodSeconds } = channel.sensor;
      const problem =
        filter.problem?.(options) ?? (index === 0 ? filter.problemAfter?.(options, periodSeconds) : undefined);
      if (problem !== undefined) source.error([...place, index], problem);
    });
    checkPublish(channel, source);
    checkDecimals(channel, source);
  }
}

/** Warns where all that can come shows as one and the same number. */
function checkDecimals({ range, decimals, place }: Channel, source: BoardSource): void {
  // What filters make of points that are wrong is no number.
  if (range === undefined || range[0] === range[1] || !range.every(Number.isFinite)) return;
  const [low, high] = range.map((value) => value.toFixed(decimals));
  // "-0.0" is 0.0.
  if (Number(low) !== Number(high)) return;
  const key = source.has([...place, "decimals"]) ? [...place, "decimals"] : place;
  source.warning(key, `every value would show as ${high}: raise "decimals"`);
}

function checkPublish({ sensor, kind, publish, place }: Channel, source: BoardSource): void {
  if (publish === "both" && kind === "sensor") {
    source.error(
      [...place, "publish"],
      `"${source.shown([...place.slice(0, 2), "type"], sensor.type)}" does not notice changes between two periods; take "period" or "change"`,
    );
  }
}
