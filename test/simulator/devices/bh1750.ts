import type { Bh1750SensorConfig } from "../../../scripts/lib/sensors/bh1750";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import type { Levers } from "./lever";
import { i2cDefects, light } from "./room";

/** Page 2: the longest; 120 ms are typical. */
const MEASURING_MS = 180;

/** A BH1750FVI in one-time high resolution mode, by ROHM's technical note 11046EDT01. */
export class Bh1750 implements I2cDevice {
  isPresent = true;
  readonly address: number;
  lux: () => number = () => 300;
  readonly #nowMs: () => number;
  #isOn = false;
  #data = 0;
  #measurement: { endMs: number; data: number } | undefined;

  constructor(nowMs: () => number, address = 0x23) {
    this.address = address;
    this.#nowMs = nowMs;
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#isOn = false;
    this.#data = 0;
    this.#measurement = undefined;
  }

  write([opcode]: readonly number[]): boolean {
    this.#settle();
    if (opcode === 0x00) this.#isOn = false;
    if (opcode === 0x01) this.#isOn = true;
    // A measurement instruction wakes it.
    if (opcode === 0x20) {
      this.#isOn = true;
      const data = Math.min(65535, Math.round(this.lux() * 1.2));
      this.#measurement = { endMs: this.#nowMs() + MEASURING_MS, data };
    }
    return true;
  }

  read(count: number): number[] {
    this.#settle();
    return Array.from({ length: count }, (_, i) => (i === 0 ? this.#data >> 8 : i === 1 ? this.#data & 255 : 0xff));
  }

  get isOn(): boolean {
    this.#settle();
    return this.#isOn;
  }

  #settle(): void {
    const measurement = this.#measurement;
    if (measurement === undefined || this.#nowMs() < measurement.endMs) return;
    this.#measurement = undefined;
    this.#data = measurement.data;
    this.#isOn = false;
  }
}

export function solder({ bus, address }: Bh1750SensorConfig, bench: Bench): Bh1750 {
  return bench.i2c(bus).solder(new Bh1750(() => bench.nowMs, Number(address)));
}

/** 65,535 counts, of which 1.2 are a lux. */
const BRIGHTEST_LUX = 54_612;

export function levers(part: Bh1750, bench: Bench, { bus }: Bh1750SensorConfig): Levers {
  return { levers: [light(part, bench, BRIGHTEST_LUX)], defects: i2cDefects(part, bench.i2c(bus)) };
}
