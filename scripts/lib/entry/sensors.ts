import type { Board, SensorConfig } from "../../../firmware/config";
import { DEFAULTS } from "../board-defaults";
import { literal, topicField } from "../bytes";
import { channelsOf, type Channel } from "../channels";
import type { Imports } from "./imports";
import { publisher } from "./mqtt";
import { pinNumber } from "./pins";

/**
 * The statements that add the board's sensors to the started `node`. Each value has its channel in a constant named by
 * `channelName`, for what else hangs on it.
 */
export function sensorStatements(board: Board, engine: string, imports: Imports): string[] {
  const channels = channelsOf(board);
  return [
    ...channels.map((channel) => `const ${channelName(channel)} = ${createChannel(channel, imports)};`),
    ...channels.map(
      (channel) =>
        `${imports.use("app/telemetry", "startSensor")}(${channelName(channel)}, ${literal(channel.sensor.id)}, ` +
        `${Math.round(channel.sensor.periodSeconds * 1000)}, ${sensorDriver(channel.sensor, engine, imports)});`,
    ),
  ];
}

/** The name that a channel has in the program: ids may hold hyphens, and be words of the language. */
export function channelName({ id }: Channel): string {
  return `channel_${id.replaceAll("-", "$")}`;
}

function createChannel(channel: Channel, imports: Imports): string {
  const format = channel.kind === "binary_sensor" ? "onOff" : "fixed";
  return (
    `${imports.use("app/telemetry", "createChannel")}(node, ${literal(topicField(channel.stateTopic))}, ` +
    `${publisher(channel.qos, imports)}, ${imports.use("sensors/format", format)}, ${channel.decimals})`
  );
}

/** The expression that makes a sensor's driver. */
function sensorDriver(sensor: SensorConfig, engine: string, imports: Imports): string {
  switch (sensor.type) {
    case "analog":
      return (
        `${imports.use("sensors/analog", "analog")}(${imports.use(`${engine}/pins`, "analogPins")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, scale: ${sensor.scale ?? 1}, offset: ${sensor.offset ?? 0} })`
      );
    case "digital":
      return (
        `${imports.use("sensors/digital", "digital")}(${imports.use(`${engine}/pins`, "digitalInputs")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, pull: "${sensor.pull ?? DEFAULTS.pull}", ` +
        `activeLow: ${sensor.activeLow ?? false}, debounceMs: ${sensor.debounceMs ?? DEFAULTS.debounceMs} })`
      );
    case "uptime":
    case "freeMemory":
      return `${imports.use("sensors/chip", sensor.type)}(chip)`;
    case "signalStrength":
      return `${imports.use("sensors/chip", sensor.type)}(wifi)`;
  }
}
