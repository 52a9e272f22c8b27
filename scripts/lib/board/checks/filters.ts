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
    if (channel.kind === "binary_sensor" && channel.filters.length > 0) {
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
  }
}

function checkPublish({ sensor, kind, publish, place }: Channel, source: BoardSource): void {
  if (publish === "both" && kind !== "binary_sensor") {
    source.error(
      [...place, "publish"],
      `"${source.shown([...place.slice(0, 2), "type"], sensor.type)}" does not notice changes between two periods; take "period" or "change"`,
    );
  }
}
