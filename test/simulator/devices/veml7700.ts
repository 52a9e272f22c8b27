import type { Veml7700SensorConfig } from "../../../scripts/lib/sensors/veml7700";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import type { Levers } from "./lever";
import { i2cDefects, light } from "./room";

/** Bits 9 to 6 of the settings, in ms. */
const INTEGRATION_MS: Readonly<Record<number, number>> = { 12: 25, 8: 50, 0: 100, 1: 200, 2: 400, 3: 800 };
/** Bits 12 and 11. */
const GAINS = [1, 2, 1 / 8, 1 / 4];
const WAKING_MS = 2.5;
/** Its oscillator may be that much slower than the data sheet's typical times. */
const SLOWNESS = 1.2;
const [SETTINGS, LIGHT, WHITE, ID] = [0, 4, 5, 7];
const OFF = 1;

/** A VEML7700 by Vishay's data sheet 84286 and application note 84323. */
export class Veml7700 implements I2cDevice {
  isPresent = true;
  readonly address = 0x10;
  lux: () => number = () => 300;
  readonly #nowMs: () => number;
  #registers: number[] = [];
  /** What a read gives; none after a stop condition. */
  #command: number | undefined;
  #nextMs = Infinity;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.losePower();
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#registers = [OFF, 0, 0, 0, 0, 0, 0, 0xc481];
    this.#command = undefined;
    this.#nextMs = Infinity;
  }

  write([command, ...data]: readonly number[]): boolean {
    this.#settle();
    this.#command = command;
    if (data.length === 2 && command < LIGHT) {
      this.#registers[command] = data[0] + 256 * data[1];
      if (command === SETTINGS) {
        this.#nextMs = this.#isOff ? Infinity : this.#nowMs() + WAKING_MS + this.#integrationMs * SLOWNESS;
      }
    }
    return true;
  }

  read(count: number): number[] {
    this.#settle();
    const word = this.#command === undefined || this.#command > ID ? 0 : this.#registers[this.#command];
    return Array.from({ length: count }, (_, i) => (i === 0 ? word & 255 : i === 1 ? word >> 8 : 0xff));
  }

  stop(): void {
    this.#command = undefined;
  }

  get #isOff(): boolean {
    return (this.#registers[SETTINGS] & OFF) !== 0;
  }

  get #integrationMs(): number {
    return INTEGRATION_MS[(this.#registers[SETTINGS] >> 6) & 15] ?? 100;
  }

  #settle(): void {
    if (this.#nowMs() < this.#nextMs) return;
    const periodMs = this.#integrationMs * SLOWNESS;
    this.#nextMs += periodMs * (1 + Math.floor((this.#nowMs() - this.#nextMs) / periodMs));
    // "Resolution": 0.0042 lx with a gain of 2 and 800 ms.
    const gain = GAINS[(this.#registers[SETTINGS] >> 11) & 3];
    const luxPerCount = 0.0042 * (2 / gain) * (800 / this.#integrationMs);
    const counts = Math.min(65_535, Math.floor(seen(this.lux()) / luxPerCount));
    this.#registers[LIGHT] = counts;
    this.#registers[WHITE] = counts;
  }
}

/** What the photodiode makes of light: the application note's correction, backwards. */
function seen(lux: number): number {
  let [low, high] = [0, lux];
  for (let i = 0; i < 60; i++) {
    const x = (low + high) / 2;
    const corrected = 6.0135e-13 * x ** 4 - 9.3924e-9 * x ** 3 + 8.1488e-5 * x ** 2 + 1.0023 * x;
    if (corrected < lux) low = x;
    else high = x;
  }
  return high;
}

export function solder({ bus }: Veml7700SensorConfig, bench: Bench): Veml7700 {
  return bench.i2c(bus).solder(new Veml7700(() => bench.nowMs));
}

/** "Features" of the data sheet. */
const BRIGHTEST_LUX = 120_000;

export function levers(part: Veml7700, bench: Bench, { bus }: Veml7700SensorConfig): Levers {
  return { levers: [light(part, bench, BRIGHTEST_LUX)], defects: i2cDefects(part, bench.i2c(bus)) };
}
