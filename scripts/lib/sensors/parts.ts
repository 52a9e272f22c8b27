import type { Board, BusConfig, SensorConfig } from "../board/config";
import type { PartSensorConfig, PressureConfig } from "../board/config/parts";

/** What the build knows of a sensor on a bus, by its type. */
export interface PartFacts {
  bus: BusConfig["type"];
  /** Where it is on an I²C bus unless the board file says otherwise. */
  address?: string;
  /** Its driver's values, in their order. */
  values: readonly string[];
  /** From the beginning of a measurement to its values, in ms; of a DS18B20 at 12 bits. */
  measuringMs: number;
}

export const PARTS: Readonly<Record<PartSensorConfig["type"], PartFacts>> = {
  ds18b20: { bus: "oneWire", values: ["temperature"], measuringMs: 788 },
  bmp280: { bus: "i2c", address: "0x76", values: ["temperature", "pressure"], measuringMs: 10 },
  bme280: { bus: "i2c", address: "0x76", values: ["temperature", "pressure", "humidity"], measuringMs: 12 },
  sht3x: { bus: "i2c", address: "0x44", values: ["temperature", "humidity"], measuringMs: 18 },
  aht20: { bus: "i2c", address: "0x38", values: ["temperature", "humidity"], measuringMs: 90 },
  bh1750: { bus: "i2c", address: "0x23", values: ["illuminance"], measuringMs: 185 },
};

/** How much of a unit a pascal is. */
export const PER_PASCAL: Readonly<Record<NonNullable<PressureConfig["unit"]>, number>> = {
  Pa: 1,
  hPa: 0.01,
  kPa: 0.001,
  mmHg: 1 / 133.322387415,
  inHg: 1 / 3386.388640341,
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
