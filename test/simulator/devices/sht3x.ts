import type { Sht3xSensorConfig } from "../../../scripts/lib/sensors/sht3x";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import { sensirionWords } from "./crc8";
import type { Levers } from "./lever";
import { humidity, i2cDefects, temperature, wrongChecks } from "./room";

/** §2.2: the longest. */
const MEASURING_MS = 15.5;
/** §2.2: from power on until it hears. */
const WAKING_MS = 1.5;

/** An SHT3x in single shot mode, by its data sheet (Sensirion, version 7). */
export class Sht3x implements I2cDevice {
  isPresent = true;
  celsius: () => number = () => 20;
  humidity: () => number = () => 50;
  /** The fault of a disturbed line: so many of the next words come with a wrong check. */
  wrongChecks = 0;
  readonly address: number;
  readonly #nowMs: () => number;
  #out: number[] = [];
  #deafUntilMs: number;
  #measurement: { endMs: number; words: number[] } | undefined;

  constructor(nowMs: () => number, address = 0x44) {
    this.address = address;
    this.#nowMs = nowMs;
    // The board took longer to boot.
    this.#deafUntilMs = nowMs();
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#out = [];
    this.#measurement = undefined;
    this.#deafUntilMs = this.#nowMs() + WAKING_MS;
  }

  write(bytes: readonly number[]): boolean {
    // §4.3: while it measures it acknowledges nothing.
    if (this.#nowMs() < (this.#measurement?.endMs ?? this.#deafUntilMs)) return false;
    this.#out = [];
    const command = bytes[0] * 256 + bytes[1];
    if (command === 0xf32d) this.#out = sensirionWords([0x8010], this);
    if (command === 0x2400) {
      const raw = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 65535);
      const words = [raw((this.celsius() + 45) / 175), raw(this.humidity() / 100)];
      this.#measurement = { endMs: this.#nowMs() + MEASURING_MS, words };
    }
    return true;
  }

  read(count: number): number[] | undefined {
    const measurement = this.#measurement;
    if (measurement !== undefined && this.#nowMs() >= measurement.endMs) {
      this.#measurement = undefined;
      this.#out = sensirionWords(measurement.words, this);
    }
    if (this.#out.length === 0) return undefined;
    // What it has to tell it tells once, also to whoever stops before the end.
    const out = this.#out;
    this.#out = [];
    return Array.from({ length: count }, (_, i) => out[i] ?? 0xff);
  }
}

export function solder({ bus, address }: Sht3xSensorConfig, bench: Bench): Sht3x {
  return bench.i2c(bus).solder(new Sht3x(() => bench.nowMs, Number(address)));
}

export function levers(part: Sht3x, bench: Bench, { bus }: Sht3xSensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 125], "temperature"), humidity(part, bench)],
    defects: { ...i2cDefects(part, bench.i2c(bus)), "wrong checksum": wrongChecks(part) },
  };
}
