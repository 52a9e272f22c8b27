import type { Bytes, I2cBus } from "../engine/engine";
import { crc8Sensirion } from "./crc8";
import { Fault, type Part, type Values } from "./part";

/** AHT20 on I²C, which has one address only. Sections: ASAIR's product manual "AHT20", version 1.0. */

/** What tells it and the AHT10 apart. */
export interface AhtKind {
  address: number;
  /** What calibrates it. */
  initialize: string;
  /** How many bytes of results there are, with the status and a check where there is one. */
  bytes: number;
  /** Whether the check is right. */
  isWhole?: (bytes: Bytes) => boolean;
}

/** §5.4 */
const MEASURE = "\xac\x33\x00";
const CALIBRATED = 0x08;
const BUSY = 0x80;
/** §5.4: 80 ms, and something for parts that are slower. */
const MEASURING_MS = 90;
/** 2 to the power of 20. */
const FULL = 1048576;

/** Temperature in °C. §6.2 */
export function aht20Celsius(raw: number): number {
  return (raw / FULL) * 200 - 50;
}

/** Relative humidity in %. §6.1 */
export function aht20Humidity(raw: number): number {
  return (raw / FULL) * 100;
}

/** Values: temperature in °C, relative humidity in %. */
export function aht20(bus: I2cBus): Part {
  return ahtPart(bus, {
    address: 0x38,
    // §5.4; and the check is over all that was sent.
    initialize: "\xbe\x08\x00",
    bytes: 7,
    isWhole: (bytes) => crc8Sensirion(bytes, 0, 7) === 0,
  });
}

export function ahtPart(bus: I2cBus, kind: AhtKind): Part {
  const values: Values = [NaN, NaN];
  const address = kind.address;
  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => {
      const status = bus.read(address, 1);
      if (!status) {
        return Fault.NoAnswer;
      }
      if ((status[0] & CALIBRATED) !== 0) {
        return Fault.None;
      }
      // It takes 10 ms: the next attempt finds it done.
      return bus.write(address, kind.initialize) ? Fault.NotReady : Fault.NoAnswer;
    },
    begin: () => (bus.write(address, MEASURE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const bytes = bus.read(address, kind.bytes);
      if (!bytes) {
        return Fault.NoAnswer;
      }
      if (kind.isWhole && !kind.isWhole(bytes)) {
        return Fault.BadChecksum;
      }
      const humidity = bytes[1] * 4096 + bytes[2] * 16 + (bytes[3] >>> 4);
      const celsius = (bytes[3] & 15) * 65536 + bytes[4] * 256 + bytes[5];
      // Without a measurement since its reset both are 0: -50 °C, which it cannot measure.
      if ((bytes[0] & BUSY) !== 0 || (bytes[0] & CALIBRATED) === 0 || (humidity === 0 && celsius === 0)) {
        return Fault.NotReady;
      }
      values[0] = aht20Celsius(celsius);
      values[1] = aht20Humidity(humidity);
      return Fault.None;
    },
  };
}
