import type { I2cDevice } from "../i2c-line";
import {
  centidegrees,
  EXAMPLE,
  fineInteger,
  firstWhere,
  humidityInteger,
  pascalsInteger,
  type BoschCoefficients,
} from "./bosch-integers";

const CHIP_IDS = { bmp280: 0x58, bme280: 0x60 } as const;
/** How long its calibration takes to come out of its memory after a reset ("start-up time"), in which the status tells so. */
const COPYING_MS = 2;
const COPYING = 1;

/** What a BMP280 and a BME280 have in common: forced mode, by Bosch's data sheets BST-BMP280-DS001 and BST-BME280-DS002. */
export abstract class Bosch implements I2cDevice {
  isPresent = true;
  celsius: () => number = () => 20;
  pascals: () => number = () => 101_325;
  protected humidity: () => number = () => 50;
  readonly address: number;
  readonly #nowMs: () => number;
  readonly #kind: keyof typeof CHIP_IDS;
  readonly #coefficients: BoschCoefficients;
  readonly #registers = new Uint8Array(256);
  #pointer = 0;
  #copiedMs = 0;
  #measurement: { endMs: number; data: number[] } | undefined;

  constructor(
    kind: keyof typeof CHIP_IDS,
    nowMs: () => number,
    address = 0x76,
    coefficients: BoschCoefficients = EXAMPLE,
  ) {
    this.#kind = kind;
    this.#nowMs = nowMs;
    this.address = address;
    this.#coefficients = coefficients;
    this.losePower();
    // The board took longer to boot.
    this.#copiedMs = nowMs();
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#measurement = undefined;
    this.#copiedMs = this.#nowMs() + COPYING_MS;
    this.#registers.fill(0);
    this.#registers[0xd0] = CHIP_IDS[this.#kind];
    this.#registers.set([0x80, 0, 0, 0x80, 0, 0, 0x80, 0], 0xf7);
    const { t, p, h } = this.#coefficients;
    [...t, ...p].forEach((word, i) => this.#registers.set([word & 255, (word >> 8) & 255], 0x88 + 2 * i));
    if (this.#kind === "bme280") {
      const [h1, h2, h3, h4, h5, h6] = h;
      this.#registers[0xa1] = h1;
      this.#registers.set([h2 & 255, (h2 >> 8) & 255, h3], 0xe1);
      this.#registers.set([(h4 >> 4) & 255, (h4 & 15) | ((h5 & 15) << 4), (h5 >> 4) & 255, h6 & 255], 0xe4);
    }
  }

  write(bytes: readonly number[]): boolean {
    this.#settle();
    this.#pointer = bytes[0];
    for (let i = 0; i + 1 < bytes.length; i += 2) this.#set(bytes[i], bytes[i + 1]);
    return true;
  }

  read(count: number): number[] {
    this.#settle();
    return Array.from({ length: count }, () => this.#read(this.#pointer++ & 255));
  }

  #read(register: number): number {
    if (this.#nowMs() >= this.#copiedMs) return this.#registers[register];
    const isCalibration = (register >= 0x88 && register <= 0xa1) || (register >= 0xe1 && register <= 0xe7);
    return isCalibration ? 0 : this.#registers[register] | (register === 0xf3 ? COPYING : 0);
  }

  #set(register: number, value: number): void {
    if (register === 0xe0 && value === 0xb6) this.losePower();
    if (register === 0xf5 && (this.#registers[0xf4] & 3) !== 0) return;
    if (register === 0xf2 ? this.#kind === "bme280" : register === 0xf4 || register === 0xf5) {
      this.#registers[register] = value;
    }
    if (register === 0xf4 && (value & 3) > 0 && (value & 3) < 3) this.#measure(value);
  }

  #measure(control: number): void {
    const times = (code: number): number => (code === 0 ? 0 : 2 ** (Math.min(code, 5) - 1));
    const [t, p, h] = [times(control >> 5), times((control >> 2) & 7), times(this.#registers[0xf2] & 7)];
    // The longest: §9.1 of the BME280.
    const ms = 1.25 + 2.3 * t + (p > 0 ? 2.3 * p + 0.575 : 0) + (h > 0 ? 2.3 * h + 0.575 : 0);
    const c = this.#coefficients;
    const celsius = this.celsius();
    const adcT = firstWhere(2 ** 20, (adc) => centidegrees(fineInteger(adc, c)) >= celsius * 100);
    const fine = fineInteger(adcT, c);
    const pascals = this.pascals();
    const adcP = firstWhere(2 ** 20, (adc) => pascalsInteger(adc, fine, c) <= pascals);
    const humidity = this.humidity();
    const adcH = firstWhere(2 ** 16, (adc) => humidityInteger(adc, fine, c) >= humidity);
    const twenty = (adc: number): number[] => [adc >> 12, (adc >> 4) & 255, (adc & 15) << 4];
    const data = [...(p > 0 ? twenty(adcP) : [0x80, 0, 0]), ...(t > 0 ? twenty(adcT) : [0x80, 0, 0])];
    if (this.#kind === "bme280") data.push(...(h > 0 ? [adcH >> 8, adcH & 255] : [0x80, 0]));
    this.#measurement = { endMs: this.#nowMs() + ms, data };
    this.#registers[0xf3] |= 8;
  }

  #settle(): void {
    const measurement = this.#measurement;
    if (measurement === undefined || this.#nowMs() < measurement.endMs) return;
    this.#measurement = undefined;
    this.#registers.set(measurement.data, 0xf7);
    this.#registers[0xf3] &= ~8;
    this.#registers[0xf4] &= ~3;
  }
}
