import type { Board, BusConfig } from "../board/config";
import type { PartSensorConfig } from "../board/config/parts";
import type { HcSr04SensorConfig } from "../board/config/sensors";
import { DEFAULTS } from "../board/defaults";
import { literal } from "../bytes";
import { channelName, type Channel } from "../sensors/channels";
import { busOf, isPart, PARTS, PER_PASCAL } from "../sensors/parts";
import type { Imports } from "./imports";
import { pinNumber } from "../platforms/pin-number";

/** The statements that open the buses that sensors are on. */
export function busStatements(board: Board, imports: Imports): string[] {
  const sensors = (board.sensors ?? []).filter(isPart);
  if (sensors.length === 0 && !(board.sensors ?? []).some(({ type }) => type === "hcsr04")) return [];
  const used = (board.buses ?? []).filter((bus) => sensors.some((sensor) => busOf(board, sensor) === bus));
  return [
    `const parts = ${imports.use("app/readings/parts", "createParts")}(node, ${imports.useEngine("clock", "timer")});`,
    ...used.flatMap((bus) => [
      `const ${lineName(bus)} = ${line(board, bus, imports)};`,
      `const ${busName(bus)} = ${imports.use("app/readings/parts", "createPartBus")}();`,
      ...(bus.type === "oneWire"
        ? [`${imports.use("app/readings/one-wire", "printParts")}(chip, ${literal(bus.id)}, ${lineName(bus)});`]
        : []),
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
  const { values } = PARTS[sensor.type];
  const outputs = channels.map((channel) => {
    const value = channel.quantity === undefined ? 0 : values.indexOf(channel.quantity);
    return `{ value: ${value}, channel: ${channelName(channel)} }`;
  });
  return [
    `${imports.use("app/readings/parts", "startPart")}(parts, ${busName(bus)}, ${literal(sensor.id)}, ` +
      `${Math.round(sensor.periodSeconds * 1000)}, ${partDriver(sensor, lineName(bus), imports)}, [${outputs.join(", ")}]);`,
  ];
}

/** The statements that start a part that is on no bus, but on pins of its own. */
export function hcSr04Statements(sensor: HcSr04SensorConfig, channels: readonly Channel[], imports: Imports): string[] {
  const driver =
    `${imports.use("sensors/hcsr04", "hcsr04")}(${imports.useEngine("echoes", "echoes")}, ` +
    `{ triggerPin: ${pinNumber(sensor.triggerPin)}, echoPin: ${pinNumber(sensor.echoPin)}, ` +
    `maximumCm: ${sensor.maximumCm ?? DEFAULTS.maximumCm} })`;
  return [
    `${imports.use("app/readings/parts", "startPart")}(parts, ${imports.use("app/readings/parts", "createPartBus")}(), ` +
      `${literal(sensor.id)}, ${Math.round(sensor.periodSeconds * 1000)}, ${driver}, ` +
      `[${channels.map((channel) => `{ value: 0, channel: ${channelName(channel)} }`).join(", ")}]);`,
  ];
}

function busName({ id }: BusConfig): string {
  return `bus_${id.replaceAll("-", "$")}`;
}

function lineName({ id }: BusConfig): string {
  return `line_${id.replaceAll("-", "$")}`;
}

/** The expression that makes what speaks on a bus. */
function line(board: Board, bus: BusConfig, imports: Imports): string {
  if (bus.type === "oneWire") {
    return `${imports.useEngine("one-wire", "createOneWire")}(${pinNumber(bus.pin)})`;
  }
  const port = (board.buses ?? []).filter(({ type }) => type === "i2c").indexOf(bus) + 1;
  return (
    `${imports.useEngine("i2c", "createI2c")}(${port}, ${pinNumber(bus.clock)}, ${pinNumber(bus.data)}, ` +
    `${bus.hz ?? DEFAULTS.busHz})`
  );
}

/** The expression that makes a part's driver. */
function partDriver(sensor: PartSensorConfig, bus: string, imports: Imports): string {
  switch (sensor.type) {
    case "ds18b20": {
      const { address = "", resolution = 12 } = sensor;
      const rom = literal(Buffer.from(address, "hex").toString("latin1"));
      return `${imports.use("sensors/ds18b20", "ds18b20")}(${bus}, { rom: ${rom}, resolution: ${resolution} })`;
    }
    case "bmp280":
    case "bme280": {
      const { address = PARTS[sensor.type].address, pressure } = sensor;
      const driver =
        sensor.type === "bmp280" ? imports.use("sensors/bmp280", "bmp280") : imports.use("sensors/bme280", "bme280");
      const { unit = DEFAULTS.pressureUnit } = pressure === false ? {} : (pressure ?? {});
      return `${driver}(${bus}, { address: ${address}, perPascal: ${PER_PASCAL[unit]} })`;
    }
    case "aht20":
      return `${imports.use("sensors/aht20", "aht20")}(${bus})`;
    case "sht3x":
      return `${imports.use("sensors/sht3x", "sht3x")}(${bus}, ${sensor.address ?? PARTS.sht3x.address})`;
    case "bh1750":
      return `${imports.use("sensors/bh1750", "bh1750")}(${bus}, ${sensor.address ?? PARTS.bh1750.address})`;
  }
}
