import type { I2cBus } from "../engine/engine";
import { crc8Sensirion } from "./crc8";
import { Fault, type Part, type Values } from "./part";

/** SHT30, SHT31 and SHT35 on I²C. Sections: Sensirion's data sheet "SHT3x-DIS", version 7. */

/** §4.11 */
const READ_STATUS = "\xf3\x2d";
/** §4.3: high repeatability, without holding the clock while it measures. */
const MEASURE = "\x24\x00";
/** §2.2: 15.5 ms at most. */
const MEASURING_MS = 18;

/** Temperature in °C. §4.13 */
export function sht3xCelsius(raw: number): number {
  return -45 + (175 * raw) / 65535;
}

/** Relative humidity in %. §4.13 */
export function sht3xHumidity(raw: number): number {
  return (100 * raw) / 65535;
}

/**
 * Values: temperature in °C, relative humidity in %. The part has no identity to ask for: its status with a right check stands for
 * it. While it measures, and when it was reset since, it does not acknowledge a read.
 * @param address 0x44, or 0x45 where ADDR is high
 */
export function sht3x(bus: I2cBus, address: number): Part {
  const values: Values = [NaN, NaN];
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => {
      const status = bus.write(address, READ_STATUS) ? bus.read(address, 3) : undefined;
      if (!status) {
        return Fault.NoAnswer;
      }
      return crc8Sensirion(status, 0, 3) === 0 ? Fault.None : Fault.BadChecksum;
    },
    begin: () => (bus.write(address, MEASURE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const bytes = bus.read(address, 6);
      if (!bytes) {
        return Fault.NoAnswer;
      }
      if (crc8Sensirion(bytes, 0, 3) !== 0 || crc8Sensirion(bytes, 3, 3) !== 0) {
        return Fault.BadChecksum;
      }
      values[0] = sht3xCelsius(256 * bytes[0] + bytes[1]);
      values[1] = sht3xHumidity(256 * bytes[3] + bytes[4]);
      return Fault.None;
    },
  };
}
