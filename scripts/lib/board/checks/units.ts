import { isDiscovered } from "../../home-assistant/discovered";
import { didYouMeanUnit, isKnownUnit } from "../../home-assistant/unit-spelling";
import { channelsOf } from "../../sensors/channels";
import type { Board } from "../config";
import { ALL_SOUND } from "../sound";
import type { BoardSource, Path } from "../source";

/**
 * Warns of units that go by other names where they matter: Home Assistant neither converts what it does not know nor puts it on its
 * energy dashboard, and a pulse counter's rate follows from its unit. Any unit stays possible. The text is shown as it is written,
 * since what stands behind "${NAME}" is nobody's to see.
 */
export function checkUnits(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  const channels = channelsOf(board);
  for (const { unit, place, isMeter } of writtenUnits(board)) {
    const channel = channels.find(
      (each) => each.place.slice(0, 2).join() === place.slice(0, 2).join() && each.unit === unit,
    );
    // Where there is a class as well, an error has told already.
    if (isKnownUnit(unit) || channel?.deviceClass !== undefined || !isWhole(place.slice(0, 2))) continue;
    const written = source.written(place);
    const meant = didYouMeanUnit(source.shown(place, unit));
    if (meant !== "" && (isMeter || isDiscovered(board))) {
      const loss = isMeter ? "; so written it counts as no meter of energy, water or gas" : "";
      source.warning(place, `${written} is no unit that Home Assistant knows${meant}${loss}`);
    } else if (isMeter && channel !== undefined && isDiscovered(board)) {
      source.warning(
        place,
        `Home Assistant knows no unit ${written}: it shows the total as a number, and on no dashboard of energy, water or gas; ` +
          'it knows "kWh", "Wh", "MWh", "m³", "L", "mL" and more',
      );
    }
  }
}

interface WrittenUnit {
  unit: string;
  place: Path;
  /** Whether it is that of a pulse counter. */
  isMeter: boolean;
}

/** The units that stand in the file: of sensors, of their several values, of actuators. */
function writtenUnits({ sensors, actuators }: Board): WrittenUnit[] {
  return Object.entries({ sensors, actuators }).flatMap(([list, all]) =>
    all.flatMap((entry, index) => {
      const isMeter = entry.type === "pulseCounter";
      return (Object.entries(entry) as [string, unknown][]).flatMap(([key, value]): WrittenUnit[] => {
        const place = [list, index, key];
        if (key === "unit") return typeof value === "string" ? [{ unit: value, place, isMeter }] : [];
        const unit = typeof value === "object" && value !== null && "unit" in value ? value.unit : undefined;
        // A rate in a unit that does not fit its total is an error of its own.
        return typeof unit === "string" && !isMeter ? [{ unit, place: [...place, "unit"], isMeter }] : [];
      });
    }),
  );
}
