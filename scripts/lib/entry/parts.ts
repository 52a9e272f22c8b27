import type { Board, BusConfig } from "../../../firmware/config";
import type { PartSensorConfig } from "../../../firmware/config/parts";
import { literal } from "../bytes";
import { channelName, type Channel } from "../channels";
import { busOf, isPart } from "../parts";
import type { Imports } from "./imports";
import { pinNumber } from "./pins";

/** The statements that open the buses that sensors are on. */
export function busStatements(board: Board, engine: string, imports: Imports): string[] {
  const sensors = (board.sensors ?? []).filter(isPart);
  if (sensors.length === 0) return [];
  const used = (board.buses ?? []).filter((bus) => sensors.some((sensor) => busOf(board, sensor) === bus));
  return [
    `const parts = ${imports.use("app/parts", "createParts")}(node, ${imports.use(`${engine}/clock`, "timer")});`,
    ...used.flatMap((bus) => [
      `const ${lineName(bus)} = ${line(bus, engine, imports)};`,
      `const ${busName(bus)} = ${imports.use("app/parts", "createPartBus")}();`,
      `${imports.use("app/one-wire", "printParts")}(chip, ${literal(bus.id)}, ${lineName(bus)});`,
    ]),
  ];
}

/** The statements that start a sensor on a bus. */
export function partStatements(
  board: Board,
  sensor: PartSensorConfig,
  channels: readonly Channel[],
  imports: Imports,
): string[] {
  const bus = busOf(board, sensor);
  if (bus === undefined) return [];
  const outputs = channels.map((channel, value) => `{ value: ${value}, channel: ${channelName(channel)} }`);
  return [
    `${imports.use("app/parts", "startPart")}(parts, ${busName(bus)}, ${literal(sensor.id)}, ` +
      `${Math.round(sensor.periodSeconds * 1000)}, ${partDriver(sensor, lineName(bus), imports)}, [${outputs.join(", ")}]);`,
  ];
}

function busName({ id }: BusConfig): string {
  return `bus_${id.replaceAll("-", "$")}`;
}

function lineName({ id }: BusConfig): string {
  return `line_${id.replaceAll("-", "$")}`;
}

/** The expression that makes what speaks on a bus. */
function line(bus: BusConfig, engine: string, imports: Imports): string {
  return `${imports.use(`${engine}/one-wire`, "createOneWire")}(${pinNumber(bus.pin)})`;
}

/** The expression that makes a part's driver. */
function partDriver(sensor: PartSensorConfig, bus: string, imports: Imports): string {
  const { address = "", resolution = 12 } = sensor;
  const rom = literal(Buffer.from(address, "hex").toString("latin1"));
  return `${imports.use("sensors/ds18b20", "ds18b20")}(${bus}, { rom: ${rom}, resolution: ${resolution} })`;
}
