import type { I2cBus } from "../engine/engine";
import { boschPart, type BoschOptions } from "./bmp280";
import { Fault, type Part, type Values } from "./part";
import { readFrom, signed } from "./registers";

/** BME280, a BMP280 that measures humidity as well. Sections: Bosch's data sheet BST-BME280-DS002. */

/** §4.2.2: H1 is apart from the others. */
const H1 = "\xa1";
const H2_TO_H6 = "\xe1";

/** Relative humidity in %. §8.1 @param c H1 … H6 */
export function relativeHumidity(adc: number, fine: number, c: Values): number {
  const x = fine - 76800;
  const raw =
    (adc - (c[3] * 64 + (c[4] / 16384) * x)) *
    ((c[1] / 65536) * (1 + (c[5] / 67108864) * x * (1 + (c[2] / 67108864) * x)));
  return Math.min(100, Math.max(0, raw * (1 - (c[0] * raw) / 524288)));
}

/** A BME280. Values: temperature in °C, pressure, relative humidity in %. */
export function bme280(bus: I2cBus, options: BoschOptions): Part {
  const coefficients: Values = [0, 0, 0, 0, 0, 0];
  const values: Values = [NaN, NaN, NaN];
  return boschPart(bus, options, {
    id: "\x60",
    // §9.1: 9.3 ms at most.
    measuringMs: 12,
    bytes: 12,
    values,
    calibrate: () => {
      const first = readFrom(bus, options.address, H1, 1);
      const h1 = first ? first[0] : 0;
      const bytes = readFrom(bus, options.address, H2_TO_H6, 7);
      if (!first || !bytes) {
        return Fault.NoAnswer;
      }
      coefficients[0] = h1;
      coefficients[1] = signed(bytes[0] + 256 * bytes[1], 65536);
      coefficients[2] = bytes[2];
      // Of twelve bits each, with a byte in common.
      coefficients[3] = signed(bytes[3] * 16 + (bytes[4] & 15), 4096);
      coefficients[4] = signed(bytes[5] * 16 + (bytes[4] >>> 4), 4096);
      coefficients[5] = signed(bytes[6], 256);
      return Fault.None;
    },
    take: (bytes, fine) => {
      values[2] = relativeHumidity(bytes[10] * 256 + bytes[11], fine, coefficients);
    },
  });
}
