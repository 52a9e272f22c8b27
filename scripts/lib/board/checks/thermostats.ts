import type { Board } from "../config";
import type { ThermostatRuleConfig } from "../config/rules";
import type { BoardSource, Path } from "../source";
import { channelsOf } from "../../sensors/channels";
import { didYouMean } from "../../cli/did-you-mean";

/** Checks that thermostats go by a number, and switch a switch. */
export function checkThermostats(board: Board, source: BoardSource): void {
  (board.rules ?? []).forEach((rule, index) => {
    if (rule.type === "thermostat") checkThermostat(rule, ["rules", index], board, source);
  });
}

function checkThermostat(rule: ThermostatRuleConfig, place: Path, board: Board, source: BoardSource): void {
  const numbers = channelsOf(board).filter(({ kind }) => kind === "sensor");
  const channel = numbers.find(({ id }) => id === rule.sensor);
  const unknown = (what: string, id: string, ids: string[]): string =>
    `the board has no ${what} "${id}"${didYouMean(id, ids)}; there are: ${ids.length > 0 ? ids.join(", ") : "none"}`;
  if (channel === undefined) {
    const ids = numbers.map(({ id }) => id);
    source.error([...place, "sensor"], unknown("number that is measured as", rule.sensor, ids));
  } else if (rule.noReadingSeconds !== undefined && rule.noReadingSeconds <= channel.sensor.periodSeconds) {
    source.error(
      [...place, "noReadingSeconds"],
      `has to be more than the sensor's period (${channel.sensor.periodSeconds} s)`,
    );
  }
  const actuators = board.actuators ?? [];
  const index = actuators.findIndex(({ id }) => id === rule.actuator);
  const actuator = actuators[index];
  if (actuator.type !== "switch") {
    source.error([...place, "actuator"], `a thermostat needs a "switch", and ${rule.actuator} is a "${actuator.type}"`);
  } else if (actuator.failSafe !== undefined && actuator.failSafe.action !== "keep") {
    source.warning(
      ["actuators", index, "failSafe"],
      "a thermostat commands this switch, also without a broker, and soon again",
    );
  }
  if (typeof rule.target === "string") {
    const ids = actuators.filter(({ type }) => type === "number").map(({ id }) => id);
    if (!ids.includes(rule.target)) source.error([...place, "target"], unknown('"number"', rule.target, ids));
  }
}
