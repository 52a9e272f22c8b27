import type { Board, BusConfig, SensorConfig } from "../../firmware/config";
import type { PartSensorConfig } from "../../firmware/config/parts";

/** What the build knows of sensors on a bus, by their type. */
export interface PartFacts {
  bus: BusConfig["type"];
  /** From the beginning of a measurement to its values, in ms. */
  measuringMs(sensor: PartSensorConfig): number;
}

export const PARTS: Readonly<Record<PartSensorConfig["type"], PartFacts>> = {
  ds18b20: { bus: "oneWire", measuringMs: ({ resolution = 12 }) => Math.ceil(788 / 2 ** (12 - resolution)) },
};

export function isPart(sensor: SensorConfig): sensor is PartSensorConfig {
  return Object.hasOwn(PARTS, sensor.type);
}

/** The bus that a sensor is on; undefined where the board has none, or several to choose from. */
export function busOf(board: Board, { type, bus: id }: PartSensorConfig): BusConfig | undefined {
  const suitable = (board.buses ?? []).filter((bus) => bus.type === PARTS[type].bus);
  if (id !== undefined) return suitable.find((bus) => bus.id === id);
  return suitable.length === 1 ? suitable[0] : undefined;
}

/** CRC-8 of Maxim's application note 27 over the 16 digits of a ROM code: 0 where the last two fit the others. */
export function romCheck(digits: string): number {
  let crc = 0;
  for (const byte of Buffer.from(digits, "hex")) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}
