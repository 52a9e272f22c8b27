import type { Aht20SensorConfig } from "../../../scripts/lib/sensors/aht20";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import { sensirionCrc } from "./crc8";
import type { Levers } from "./lever";
import { humidity, i2cDefects, temperature, wrongChecks } from "./room";

const MEASURING_MS = 80;
const CALIBRATING_MS = 10;

/** What tells an AHT20 and an AHT10 apart. */
export interface AhtKind {
  /** The command that calibrates it, in hexadecimal digits. */
  initialize: string;
  /** How long it is deaf after power on. */
  wakingMs: number;
  hasCheck: boolean;
}

/** An AHT20 by its product manual (ASAIR, version 1.0). */
export class Aht20 implements I2cDevice {
  isPresent = true;
  readonly address: number;
  celsius: () => number = () => 20;
  humidity: () => number = () => 50;
  /** The fault of a disturbed line: so many of the next readings come with a wrong check. */
  wrongChecks = 0;
  isCalibrated = true;
  readonly #nowMs: () => number;
  readonly #kind: AhtKind;
  #deafUntilMs: number;
  #task: { endMs: number; done: () => void } | undefined;
  #data = [0, 0, 0, 0, 0];

  constructor(
    nowMs: () => number,
    address = 0x38,
    kind: AhtKind = { initialize: "be0800", wakingMs: 40, hasCheck: true },
  ) {
    this.#nowMs = nowMs;
    this.address = address;
    this.#kind = kind;
    // The board took longer to boot.
    this.#deafUntilMs = nowMs();
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#task = undefined;
    this.#data = [0, 0, 0, 0, 0];
    this.#deafUntilMs = this.#nowMs() + this.#kind.wakingMs;
  }

  write(bytes: readonly number[]): boolean {
    if (this.#nowMs() < this.#deafUntilMs) return false;
    this.#settle();
    // What comes while it is busy it does not take.
    if (this.#task !== undefined) return true;
    const command = Buffer.from(bytes).toString("hex");
    if (command === this.#kind.initialize) this.#begin(CALIBRATING_MS, () => (this.isCalibrated = true));
    if (command === "ac3300") {
      const data = this.#measured();
      this.#begin(MEASURING_MS, () => (this.#data = data));
    }
    return true;
  }

  read(count: number): number[] | undefined {
    if (this.#nowMs() < this.#deafUntilMs) return undefined;
    this.#settle();
    const status = (this.#task === undefined ? 0 : 0x80) | 0x10 | (this.isCalibrated ? 0x08 : 0);
    const bytes = [status, ...this.#data];
    if (this.#kind.hasCheck) {
      const isWrong = this.wrongChecks > 0 && count > 6;
      if (isWrong) this.wrongChecks--;
      bytes.push(sensirionCrc(bytes) ^ (isWrong ? 1 : 0));
    }
    return Array.from({ length: count }, (_, i) => bytes[i] ?? 0xff);
  }

  #measured(): number[] {
    const raw = (part: number): number => Math.min(2 ** 20 - 1, Math.max(0, Math.round(part * 2 ** 20)));
    const humidity = raw(this.humidity() / 100);
    const celsius = raw((this.celsius() + 50) / 200);
    const shared = ((humidity & 15) << 4) | (celsius >> 16);
    return [humidity >> 12, (humidity >> 4) & 255, shared, (celsius >> 8) & 255, celsius & 255];
  }

  #begin(ms: number, done: () => void): void {
    this.#task = { endMs: this.#nowMs() + ms, done };
  }

  #settle(): void {
    const task = this.#task;
    if (task === undefined || this.#nowMs() < task.endMs) return;
    this.#task = undefined;
    task.done();
  }
}

export function solder({ bus }: Aht20SensorConfig, bench: Bench): Aht20 {
  return bench.i2c(bus).solder(new Aht20(() => bench.nowMs));
}

export function levers(part: Aht20, bench: Bench, { bus }: Aht20SensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 85], "temperature"), humidity(part, bench)],
    defects: { ...i2cDefects(part, bench.i2c(bus)), "wrong checksum": wrongChecks(part) },
  };
}
