import type { Bytes, I2cBus } from "../engine/engine";
import { fineTemperature, type BoschOptions } from "./bmp280";
import { Fault, type Part, type Values } from "./part";
import { readFrom, signed, twentyBits } from "./registers";

/** BME680 and BME688 on I²C without their gas sensor, whose heater stays off. Sections: Bosch's data sheet BST-BME680-DS001. */

/** §5.2: registers, as the bytes that are sent. */
const ID = "\xd0";
const CHIP = 0x61;
const STATUS = "\x1d";
/** §3.3: both blocks of coefficients, T2 … P10 and H2 … T1. */
const FIRST = "\x8a";
const FIRST_BYTES = 23;
const SECOND = "\xe1";
const SECOND_BYTES = 10;
/**
 * Four registers, each with its value: no gas measurement, humidity once, no filter, and temperature and pressure once; then it goes
 * back to sleep (§3.2.1). All of them each time, so that a reset before it is no matter.
 */
const MEASURE = "\x71\x00\x72\x01\x75\x00\x74\x25";
/** Bosch's driver reckons 11.2 ms, and the data sheet tells no maximum. */
const MEASURING_MS = 15;
/** §5.3.5 */
const NEW = 0x80;
const MEASURING = 0x20;
/** What results are before the first measurement. */
const NOT_MEASURED = 0x80000;

/** Pressure in Pa; NaN where the coefficients allow none. §3.3.2; in single precision to within 0.2 Pa. @param c P1 … P10 */
export function bme680Pascals(adc: number, fine: number, c: Values): number {
  const x = fine / 2 - 64000;
  const offset = ((x * x * c[5]) / 131072 + x * c[4] * 2) / 4 + c[3] * 65536;
  const scale = (1 + ((c[2] * x * x) / 16384 + c[1] * x) / 524288 / 32768) * c[0];
  if (scale === 0) {
    return NaN;
  }
  const p = ((1048576 - adc - offset / 4096) * 6250) / scale;
  const k = p / 256;
  return p + ((c[8] * p * p) / 2147483648 + (c[7] * p) / 32768 + (k * k * k * c[9]) / 131072 + c[6] * 128) / 16;
}

/** Relative humidity in %. §3.3.3 @param c H1 … H7 */
export function bme680Humidity(adc: number, fine: number, c: Values): number {
  const celsius = fine / 5120;
  const raw =
    (adc - (c[0] * 16 + (c[2] / 2) * celsius)) *
    (c[1] / 262144) *
    (1 + (c[3] / 16384) * celsius + (c[4] / 1048576) * celsius * celsius);
  return Math.min(100, Math.max(0, raw + (c[5] / 16384 + (c[6] / 2097152) * celsius) * raw * raw));
}

/** Values: temperature in °C, pressure, relative humidity in %. */
export function bme680(bus: I2cBus, options: BoschOptions): Part {
  // As the BMP280's, whose T3 is a sixteenth.
  const t: Values = [0, 0, 0];
  const p: Values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const h: Values = [0, 0, 0, 0, 0, 0, 0];
  const values: Values = [NaN, NaN, NaN];
  const address = options.address;

  const takeFirst = (bytes: Bytes): void => {
    const word = (at: number): number => bytes[at] + 256 * bytes[at + 1];
    t[1] = signed(word(0), 65536);
    t[2] = signed(bytes[2], 256) * 16;
    p[0] = word(4);
    p[1] = signed(word(6), 65536);
    p[2] = signed(bytes[8], 256);
    p[3] = signed(word(10), 65536);
    p[4] = signed(word(12), 65536);
    // The other way round.
    p[6] = signed(bytes[14], 256);
    p[5] = signed(bytes[15], 256);
    p[7] = signed(word(18), 65536);
    p[8] = signed(word(20), 65536);
    p[9] = bytes[22];
  };

  const takeSecond = (bytes: Bytes): void => {
    // Of twelve bits each, with a byte in common.
    h[1] = bytes[0] * 16 + (bytes[1] >>> 4);
    h[0] = bytes[2] * 16 + (bytes[1] & 15);
    h[2] = signed(bytes[3], 256);
    h[3] = signed(bytes[4], 256);
    h[4] = signed(bytes[5], 256);
    h[5] = bytes[6];
    h[6] = signed(bytes[7], 256);
    t[0] = bytes[8] + 256 * bytes[9];
  };

  return {
    measuringMs: MEASURING_MS,
    values,
    configure: () => {
      const id = readFrom(bus, address, ID, 1);
      if (!id) {
        return Fault.NoAnswer;
      }
      if (id[0] !== CHIP) {
        return Fault.WrongIdentity;
      }
      const first = readFrom(bus, address, FIRST, FIRST_BYTES);
      if (!first) {
        return Fault.NoAnswer;
      }
      takeFirst(first);
      const second = readFrom(bus, address, SECOND, SECOND_BYTES);
      if (!second) {
        return Fault.NoAnswer;
      }
      takeSecond(second);
      // They have not come out of its memory yet.
      return t[0] === 0 || p[0] === 0 ? Fault.NotReady : Fault.None;
    },
    begin: () => (bus.write(address, MEASURE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const bytes = readFrom(bus, address, STATUS, 10);
      if (!bytes) {
        return Fault.NoAnswer;
      }
      const adc = twentyBits(bytes, 5);
      if ((bytes[0] & (NEW | MEASURING)) !== NEW || adc === NOT_MEASURED) {
        return Fault.NotReady;
      }
      const fine = fineTemperature(adc, t);
      values[0] = fine / 5120;
      values[1] = bme680Pascals(twentyBits(bytes, 2), fine, p) * options.perPascal;
      values[2] = bme680Humidity(256 * bytes[8] + bytes[9], fine, h);
      return Fault.None;
    },
  };
}
