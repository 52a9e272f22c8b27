import type { I2cBus } from "../engine/engine";
import { crc8Sensirion } from "./crc8";
import { Fault, type Part, type Values } from "./part";

/** SHT40, SHT41, SHT43 and SHT45 on I²C. Sections: Sensirion's data sheet "SHT4x", version 6. */

/** §4.5: high precision, with the heater off. */
const MEASURE = "\xfd";
/** "System timing specifications", table 4: 8.3 ms at most. */
const MEASURING_MS = 10;

/** Temperature in °C. §4.6 */
export function sht4xCelsius(raw: number): number {
  return -45 + (175 * raw) / 65535;
}

/** Relative humidity in %. §4.6: what the formula gives beyond 0 and 100 is to be cut off. */
export function sht4xHumidity(raw: number): number {
  return Math.min(100, Math.max(0, -6 + (125 * raw) / 65535));
}

/**
 * Values: temperature in °C, relative humidity in %. Its identity would be a serial number, which it tells a millisecond after it
 * was asked and not at once: the checks of its measurements stand for it. While it measures, and when it was reset since, it does
 * not acknowledge a read.
 * @param address 0x44, 0x45 or 0x46, by the letter in its name
 */
export function sht4x(bus: I2cBus, address: number): Part {
  const values: Values = [NaN, NaN];
  return {
    measuringMs: MEASURING_MS,
    values,
    // It has nothing to set up, and no command that would leave it ready to measure right afterwards.
    configure: () => Fault.None,
    begin: () => (bus.write(address, MEASURE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const bytes = bus.read(address, 6);
      if (!bytes) {
        return Fault.NoAnswer;
      }
      if (crc8Sensirion(bytes, 0, 3) !== 0 || crc8Sensirion(bytes, 3, 3) !== 0) {
        return Fault.BadChecksum;
      }
      values[0] = sht4xCelsius(256 * bytes[0] + bytes[1]);
      values[1] = sht4xHumidity(256 * bytes[3] + bytes[4]);
      return Fault.None;
    },
  };
}
