import type { Board } from "../config";
import type { BoardSource } from "../source";
import { totalRecord } from "../../program/pulses";
import { ratePerSecond, rateUnits } from "../../sensors/pulse-units";

/** The engine's limit on names of files is 28; a record stands in two, with a digit behind the name. */
const MAX_RECORD_NAME = 27;

/** Checks pulse counters. */
export function checkPulses(board: Board, source: BoardSource): void {
  (board.sensors ?? []).forEach((sensor, index) => {
    if (sensor.type !== "pulseCounter") return;
    const place = ["sensors", index];
    const { unit, rate, total, id } = sensor;
    if (rate === false && total === false) {
      source.error(place, 'neither "rate" nor "total" is published: leave out one of the two false');
    }
    const rateUnit = rate === false || rate === undefined ? undefined : rate.unit;
    if (rateUnit !== undefined && ratePerSecond(unit, rateUnit) === undefined) {
      source.error(
        [...place, "rate", "unit"],
        `a total in ${unit ?? "pulses"} gives no rate in ${rateUnit}; there are: ${rateUnits(unit).join(", ")}`,
      );
    }
    if (total !== false && total?.keepEveryMinutes !== undefined && totalRecord(id).length > MAX_RECORD_NAME) {
      const most = MAX_RECORD_NAME - totalRecord("").length;
      source.error([...place, "id"], `where its total is kept, an id has at most ${most} characters: Espruino's limit`);
    }
  });
}
