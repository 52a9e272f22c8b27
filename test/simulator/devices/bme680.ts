import type { Bme680SensorConfig } from "../../../scripts/lib/sensors/bme680";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import {
  BME680_EXAMPLE,
  bme680Centidegrees,
  bme680Fine,
  bme680HumidityInteger,
  bme680PascalsInteger,
  type Bme680Coefficients,
} from "./bme680-integers";
import { firstWhere } from "./bosch-integers";
import type { Levers } from "./lever";
import { humidity, i2cDefects, pressure, temperature } from "./room";

const STATUS = 0x1d;
const NEW = 0x80;
const MEASURING = 0x20;
const CONTROL_GAS = 0x71;
const CONTROL_HUMIDITY = 0x72;
const CONTROL = 0x74;
const CONTROLS = [0x70, CONTROL_GAS, CONTROL_HUMIDITY, CONTROL, 0x75];
/** How long its coefficients take to come out of its memory after power on. */
const WAKING_MS = 2;

/** A BME680 in forced mode, by Bosch's data sheet BST-BME680-DS001. Its gas sensor measures nothing. */
export class Bme680 implements I2cDevice {
  isPresent = true;
  celsius: () => number = () => 20;
  pascals: () => number = () => 101_325;
  humidity: () => number = () => 50;
  readonly address: number;
  readonly #nowMs: () => number;
  readonly #coefficients: Bme680Coefficients;
  readonly #registers = new Uint8Array(256);
  #pointer = 0;
  #isAwakeFromMs = 0;
  #measurement: { endMs: number; data: number[] } | undefined;

  constructor(nowMs: () => number, address = 0x76, coefficients = BME680_EXAMPLE) {
    this.#nowMs = nowMs;
    this.address = address;
    this.#coefficients = coefficients;
    this.losePower();
    // The board took longer to boot.
    this.#isAwakeFromMs = 0;
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#measurement = undefined;
    this.#isAwakeFromMs = this.#nowMs() + WAKING_MS;
    this.#registers.fill(0);
    this.#registers[0xd0] = 0x61;
    // Table 16
    this.#registers.set([0x80, 0, 0, 0x80, 0, 0, 0x80, 0], 0x1f);
    const { t, p, h } = this.#coefficients;
    const put = (at: number, word: number): void => this.#registers.set([word & 255, (word >> 8) & 255], at);
    put(0xe9, t[0]);
    put(0x8a, t[1]);
    this.#registers[0x8c] = t[2];
    [0x8e, 0x90, undefined, 0x94, 0x96, undefined, undefined, 0x9c, 0x9e].forEach((at, i) => at && put(at, p[i]));
    [this.#registers[0x92], this.#registers[0x99], this.#registers[0x98]] = [p[2], p[5], p[6]];
    this.#registers[0xa0] = p[9];
    this.#registers.set([h[1] >> 4, ((h[1] & 15) << 4) | (h[0] & 15), h[0] >> 4, ...h.slice(2)], 0xe1);
  }

  /** Whether it is set to measure gas, and so to heat. */
  get isHeating(): boolean {
    return (this.#registers[CONTROL_GAS] & 0x10) !== 0;
  }

  write(bytes: readonly number[]): boolean {
    this.#settle();
    this.#pointer = bytes[0];
    for (let i = 0; i + 1 < bytes.length; i += 2) this.#set(bytes[i], bytes[i + 1]);
    return true;
  }

  read(count: number): number[] {
    this.#settle();
    return Array.from({ length: count }, () => {
      const register = this.#pointer++ & 255;
      const isCoefficient = (register >= 0x8a && register <= 0xa0) || (register >= 0xe1 && register <= 0xee);
      return isCoefficient && this.#nowMs() < this.#isAwakeFromMs ? 0 : this.#registers[register];
    });
  }

  #set(register: number, value: number): void {
    if (register === 0xe0 && value === 0xb6) this.losePower();
    if (CONTROLS.includes(register)) this.#registers[register] = value;
    if (register === CONTROL && (value & 3) === 1) this.#measure(value);
  }

  #measure(control: number): void {
    const times = (code: number): number => (code === 0 ? 0 : 2 ** (Math.min(code, 5) - 1));
    const [t, p, h] = [control >> 5, (control >> 2) & 7, this.#registers[CONTROL_HUMIDITY] & 7].map(times);
    // As Bosch's driver reckons it: waking, the three with a switch between each, and the slot for gas, measured or not.
    const ms = 1 + 1.963 * (t + p + h) + 0.477 * (4 + 5);
    const c = this.#coefficients;
    const [celsius, pascals, humidity] = [this.celsius(), this.pascals(), this.humidity()];
    const adcT = firstWhere(2 ** 20, (adc) => bme680Centidegrees(bme680Fine(adc, c)) >= celsius * 100);
    const fine = bme680Fine(adcT, c);
    const adcP = firstWhere(2 ** 20, (adc) => bme680PascalsInteger(adc, fine, c) <= pascals);
    const adcH = firstWhere(2 ** 16, (adc) => bme680HumidityInteger(adc, fine, c) >= humidity);
    const twenty = (adc: number): number[] => [adc >> 12, (adc >> 4) & 255, (adc & 15) << 4];
    const data = [...(p > 0 ? twenty(adcP) : [0x80, 0, 0]), ...(t > 0 ? twenty(adcT) : [0x80, 0, 0])];
    data.push(...(h > 0 ? [adcH >> 8, adcH & 255] : [0x80, 0]));
    this.#measurement = { endMs: this.#nowMs() + ms, data };
    this.#registers[STATUS] |= MEASURING;
  }

  #settle(): void {
    const measurement = this.#measurement;
    if (measurement === undefined || this.#nowMs() < measurement.endMs) return;
    this.#measurement = undefined;
    this.#registers.set(measurement.data, 0x1f);
    this.#registers[STATUS] = NEW;
    this.#registers[CONTROL] &= ~3;
  }
}

export function solder({ bus, address }: Bme680SensorConfig, bench: Bench): Bme680 {
  return bench.i2c(bus).solder(new Bme680(() => bench.nowMs, Number(address)));
}

export function levers(part: Bme680, bench: Bench, { bus }: Bme680SensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 85], "temperature"), humidity(part, bench), pressure(part, bench)],
    defects: i2cDefects(part, bench.i2c(bus)),
  };
}
