import type { I2cDevice } from "../i2c-line";
import { sensirionCrc } from "./crc8";

const MEASURING_MS = 80;

/** An AHT20 by its product manual (ASAIR, version 1.0). */
export class Aht20 implements I2cDevice {
  isPresent = true;
  readonly address = 0x38;
  celsius: () => number = () => 20;
  humidity: () => number = () => 50;
  /** The fault of a disturbed line: so many of the next readings come with a wrong check. */
  wrongChecks = 0;
  isCalibrated = true;
  readonly #nowMs: () => number;
  #busyUntilMs = 0;
  #data = [0, 0, 0, 0, 0];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#busyUntilMs = 0;
    this.#data = [0, 0, 0, 0, 0];
  }

  write(bytes: readonly number[]): boolean {
    const command = Buffer.from(bytes).toString("hex");
    if (command === "be0800") this.isCalibrated = true;
    if (command === "ac3300") {
      this.#busyUntilMs = this.#nowMs() + MEASURING_MS;
      const raw = (part: number): number => Math.min(2 ** 20 - 1, Math.max(0, Math.round(part * 2 ** 20)));
      const humidity = raw(this.humidity() / 100);
      const celsius = raw((this.celsius() + 50) / 200);
      this.#data = [humidity >> 12, (humidity >> 4) & 255, ((humidity & 15) << 4) | (celsius >> 16)];
      this.#data.push((celsius >> 8) & 255, celsius & 255);
    }
    return true;
  }

  read(count: number): number[] {
    const isBusy = this.#nowMs() < this.#busyUntilMs;
    const status = (isBusy ? 0x80 : 0) | 0x10 | (this.isCalibrated ? 0x08 : 0);
    const bytes = [status, ...this.#data];
    const isWrong = this.wrongChecks > 0 && count > 6;
    if (isWrong) this.wrongChecks--;
    bytes.push(sensirionCrc(bytes) ^ (isWrong ? 1 : 0));
    return Array.from({ length: count }, (_, i) => bytes[i] ?? 0xff);
  }
}
