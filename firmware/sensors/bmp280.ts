import type { Bytes, I2cBus } from "../engine/engine";
import { Fault, type Part, type Values } from "./part";
import { readFrom, signed, twentyBits } from "./registers";

/** BMP280, a barometer and thermometer on I²C. Sections: Bosch's data sheet BST-BMP280-DS001. */

export interface BoschOptions {
  /** 0x76, or 0x77 where SDO is high. */
  address: number;
  /** What a pascal is in the unit of the pressure. */
  perPascal: number;
}

/** What tells the members of the family apart. */
export interface BoschKind {
  id: string;
  measuringMs: number;
  /** How many bytes of results there are, from the status on. */
  bytes: number;
  /** Values: temperature in °C, pressure, and what there is more. */
  values: Values;
  /** Reads further calibration. */
  calibrate?: () => Fault;
  /** Takes over further results. */
  take?: (bytes: Bytes, fine: number) => void;
}

/** §4.2: registers, as the bytes that are sent. */
const ID = "\xd0";
const STATUS = "\xf3";
const CALIBRATION = "\x88";
/** §3.11.2: T1 … T3 and P1 … P9, the lower byte first; T1 and P1 have no sign. */
const COEFFICIENTS = 12;
const P1 = 3;
/**
 * Three registers, each with its value. Sleep, for only then the others are taken. A standby time that is never used: a reset
 * brings back 0, which shows. Humidity is to be measured, where the part does (BME280 only; another writes it nowhere).
 */
const SETTINGS = "\xf4\x00\xf5\xa0\xf2\x01";
const MARK = 0xa0;
/** "Weather monitoring" (table 7): each quantity once, then back to sleep. */
const MEASURE = "\xf4\x25";
/** In the status: measuring, or copying its calibration after a reset. */
const BUSY = 9;
/** What results are before the first measurement. */
const NOT_MEASURED = 0x80000;

/** A BMP280. Values: temperature in °C, pressure. */
export function bmp280(bus: I2cBus, options: BoschOptions): Part {
  // §3.8.1: 6.4 ms at most.
  return boschPart(bus, options, { id: "\x58", measuringMs: 10, bytes: 10, values: [NaN, NaN] });
}

export function boschPart(bus: I2cBus, options: BoschOptions, kind: BoschKind): Part {
  const coefficients: Values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const address = options.address;

  const calibrate = (): Fault => {
    const bytes = readFrom(bus, address, CALIBRATION, 2 * COEFFICIENTS);
    if (!bytes) {
      return Fault.NoAnswer;
    }
    for (let i = 0; i < COEFFICIENTS; i++) {
      const word = bytes[2 * i] + 256 * bytes[2 * i + 1];
      coefficients[i] = i === 0 || i === P1 ? word : signed(word, 65536);
    }
    // It has not come out of its memory yet.
    return coefficients[0] === 0 ? Fault.NotReady : Fault.None;
  };

  return {
    measuringMs: kind.measuringMs,
    values: kind.values,
    configure: () => {
      const id = readFrom(bus, address, ID, 1);
      if (!id) {
        return Fault.NoAnswer;
      }
      if (id[0] !== kind.id.charCodeAt(0)) {
        return Fault.WrongIdentity;
      }
      let fault = calibrate();
      if (fault === Fault.None && kind.calibrate) {
        fault = kind.calibrate();
      }
      return fault === Fault.None && !bus.write(address, SETTINGS) ? Fault.NoAnswer : fault;
    },
    begin: () => (bus.write(address, MEASURE) ? Fault.None : Fault.NoAnswer),
    read: () => {
      const bytes = readFrom(bus, address, STATUS, kind.bytes);
      if (!bytes) {
        return Fault.NoAnswer;
      }
      const adc = twentyBits(bytes, 7);
      if ((bytes[0] & BUSY) !== 0 || bytes[2] !== MARK || adc === NOT_MEASURED) {
        return Fault.NotReady;
      }
      const fine = fineTemperature(adc, coefficients);
      kind.values[0] = fine / 5120;
      kind.values[1] = pascals(twentyBits(bytes, 4), fine, coefficients) * options.perPascal;
      if (kind.take) {
        kind.take(bytes, fine);
      }
      return Fault.None;
    },
  };
}

/** The temperature in 1/5120 °C, which the other quantities need. §8.1; single precision is enough for it. */
export function fineTemperature(adc: number, c: Values): number {
  const x = adc / 131072 - c[0] / 8192;
  return (adc / 16384 - c[0] / 1024) * c[1] + x * x * c[2];
}

/** Pressure in Pa; NaN where the coefficients allow none. §8.1; in single precision to within 0.1 Pa. */
export function pascals(adc: number, fine: number, c: Values): number {
  const x = fine / 2 - 64000;
  const offset = ((x * x * c[P1 + 5]) / 32768 + x * c[P1 + 4] * 2) / 4 + c[P1 + 3] * 65536;
  const scale = (1 + ((c[P1 + 2] * x * x) / 524288 + c[P1 + 1] * x) / 524288 / 32768) * c[P1];
  if (scale === 0) {
    return NaN;
  }
  const p = ((1048576 - adc - offset / 4096) * 6250) / scale;
  return p + ((c[P1 + 8] * p * p) / 2147483648 + (p * c[P1 + 7]) / 32768 + c[P1 + 6]) / 16;
}
