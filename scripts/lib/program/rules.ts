import type { Board } from "../board/config";
import type { ButtonRuleConfig, ThermostatRuleConfig } from "../board/config/rules";
import { literal, utf8 } from "../bytes";
import { channelName, channelsOf, type Channel } from "../sensors/channels";
import type { Imports } from "./imports";
import { sensorName } from "./sensors";
import { setPointName } from "./settings";
import { ms } from "./switches";

/** The statements of the rules that go by what is published; after those of the channels, and before filters. */
export function followerStatements(board: Board, imports: Imports): string[] {
  return (board.rules ?? []).flatMap((rule, index) =>
    rule.type === "thermostat" ? [thermostat(rule, index, board, imports)] : [],
  );
}

/** The statements that have the started node act by itself; after those of the sensors. */
export function ruleStatements(board: Board, imports: Imports): string[] {
  return (board.rules ?? []).flatMap((rule, index) => {
    if (rule.type === "button") return [button(rule, board, imports)];
    const { channel } = partsOf(rule, board);
    if (channel.filters.length === 0) return [];
    return [`${imports.use("app/readings/telemetry", "follow")}(${channelName(channel)}, ${thermostatName(index)});`];
  });
}

/** The value that a thermostat goes by, and the place of what it switches. */
export function partsOf(rule: ThermostatRuleConfig, board: Board): { channel: Channel; actuator: number } {
  const channel = channelsOf(board).find(({ id }) => id === rule.sensor);
  const actuator = (board.actuators ?? []).findIndex(({ id }) => id === rule.actuator);
  if (channel === undefined || actuator < 0) throw new Error(`a rule for ${rule.sensor} and ${rule.actuator}`);
  return { channel, actuator };
}

function thermostatName(index: number): string {
  return `thermostat_${index}`;
}

function thermostat(rule: ThermostatRuleConfig, index: number, board: Board, imports: Imports): string {
  const { channel, actuator } = partsOf(rule, board);
  const { target, hysteresis = 0.5, mode = "heat", noReading = "OFF" } = rule;
  const { noReadingSeconds = Math.max(60, 3 * channel.sensor.periodSeconds) } = rule;
  const make =
    `${imports.use("app/rules/thermostat", "thermostat")}(${channelName(channel)}, alarms, { ` +
    `index: ${actuator}, target: ${typeof target === "number" ? `() => ${target}` : `${setPointName(target)}.value`}, ` +
    `hysteresis: ${hysteresis}, isCooling: ${mode === "cool"}, ` +
    `noReadingMs: ${ms(noReadingSeconds)}, noReading: ${literal(noReading === "keep" ? "" : noReading)} });`;
  return channel.filters.length === 0 ? make : `const ${thermostatName(index)} = ${make}`;
}

function button(rule: ButtonRuleConfig, board: Board, imports: Imports): string {
  const channel = channelsOf(board).find(({ sensor }) => sensor.id === rule.sensor);
  const output = (board.actuators ?? []).findIndex(({ id }) => id === rule.actuator);
  if (channel === undefined || output < 0) throw new Error(`a rule for ${rule.sensor} and ${rule.actuator}`);
  const { when = "ON", command = "TOGGLE" } = rule;
  return (
    `${imports.use("app/rules/contact", "button")}(${channelName(channel)}, ${sensorName(channel.sensor)}, ` +
    `node.outputs[${output}], ${literal(utf8(command))}, ${when !== "OFF"}, ${when !== "ON"});`
  );
}
