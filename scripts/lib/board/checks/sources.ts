import { didYouMean } from "../../cli/did-you-mean";
import { channelsOf, sensorId, sourcesOf, valueName } from "../../sensors/channels";
import { sensorOf } from "../../sensors/registry";
import type { Board } from "../config";
import type { SensorBase } from "../config/sensor";
import { ALL_SOUND } from "../sound";
import type { BoardSource } from "../source";

/** Checks that values which are worked out of others have them, and not themselves. */
export function checkSources(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  const channels = channelsOf(board);
  // What is wrong in a sensor may be what is named.
  const known = channels.filter(({ place, kind }) => kind === "sensor" && isWhole(place.slice(0, 2)));
  const names = known.map(valueName);
  // An id may have come in for a ${NAME}.
  const shownName = (channel: (typeof known)[number]): string => {
    const name = valueName(channel);
    const id = sensorId(name);
    return source.shown([...channel.place.slice(0, 2), "id"], id) + name.slice(id.length);
  };
  board.sensors.forEach((config, index) => {
    const { sources, checkSources: check } = sensorOf(config);
    const entry = ["sensors", index];
    if (sources === undefined || !isWhole(entry)) return;
    let isRight = true;
    for (const [way, name] of sources(config)) {
      const place = [...entry, ...way];
      const meant = board.sensors.findIndex(({ id }) => id === sensorId(name));
      if (meant >= 0 && !isWhole(["sensors", meant])) {
        isRight = false;
      } else if (!names.includes(name)) {
        isRight = false;
        const shown = source.shown(place, name);
        const others = known.filter((each) => sensorId(valueName(each)) !== config.id).map(shownName);
        source.error(
          place,
          `the board measures no number "${shown}"${didYouMean(shown, others)}; there are: ${others.length > 0 ? others.join(", ") : "none"}`,
        );
      } else if (leadsTo(board, name, config)) {
        isRight = false;
        source.error(place, "is worked out of this very value; name one that is measured");
      }
    }
    if (!isRight || check === undefined) return;
    const found = sourcesOf(known, config);
    check(
      sources(config).map(([way], at) => ({ place: [...entry, ...way], channel: found[at] })),
      source,
    );
  });
}

/** Whether a value is worked out of what a sensor gives, by however many steps. */
function leadsTo(board: Board, name: string, goal: SensorBase): boolean {
  const seen = new Set<string>();
  const search = (id: string): boolean => {
    if (id === goal.id) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    const config = board.sensors.find((each) => each.id === id);
    const next = config === undefined ? [] : (sensorOf(config).sources?.(config) ?? []);
    return next.some(([, each]) => search(sensorId(each)));
  };
  return search(sensorId(name));
}
