import type { Board, RuleConfig } from "../../../firmware/config";
import { literal, utf8 } from "../bytes";
import { channelName, channelsOf } from "../channels";
import type { Imports } from "./imports";
import { sensorName } from "./sensors";

/** The statements that have the started node act by itself; after those of the sensors. */
export function ruleStatements(board: Board, imports: Imports): string[] {
  return (board.rules ?? []).map((rule) => ruleStatement(rule, board, imports));
}

function ruleStatement(rule: RuleConfig, board: Board, imports: Imports): string {
  const channel = channelsOf(board).find(({ sensor }) => sensor.id === rule.sensor);
  const output = (board.actuators ?? []).findIndex(({ id }) => id === rule.actuator);
  if (channel === undefined || output < 0) throw new Error(`a rule for ${rule.sensor} and ${rule.actuator}`);
  const { when = "ON", command = "TOGGLE" } = rule;
  return (
    `${imports.use("app/button", "button")}(${channelName(channel)}, ${sensorName(channel.sensor)}, ` +
    `node.outputs[${output}], ${literal(utf8(command))}, ${when !== "OFF"}, ${when !== "ON"});`
  );
}
