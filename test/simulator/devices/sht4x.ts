import type { Sht4xSensorConfig } from "../../../scripts/lib/sensors/sht4x";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import { sensirionWords } from "./crc8";
import type { Levers } from "./lever";
import { humidity, i2cDefects, temperature, wrongChecks } from "./room";

/** How long each command takes at most (data sheet, "System timing specifications"); for the serial number there is no time told. */
const TAKES_MS: Readonly<Record<number, number>> = { 0xfd: 8.3, 0xf6: 4.5, 0xe0: 1.6, 0x89: 1, 0x94: 1 };
const MEASURE = [0xfd, 0xf6, 0xe0];
const SERIAL_NUMBER = 0x89;

/** An SHT4x by Sensirion's data sheet, with its heater left out. */
export class Sht4x implements I2cDevice {
  isPresent = true;
  celsius: () => number = () => 20;
  humidity: () => number = () => 50;
  /** The fault of a disturbed line: so many of the next words come with a wrong check. */
  wrongChecks = 0;
  readonly address: number;
  readonly serialNumber = 0x0f4c1234;
  readonly #nowMs: () => number;
  #answer: number[] = [];
  #busyUntilMs = 0;

  constructor(nowMs: () => number, address = 0x44) {
    this.address = address;
    this.#nowMs = nowMs;
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#answer = [];
    this.#busyUntilMs = 0;
  }

  /** While it is busy it acknowledges nothing. */
  get isBusy(): boolean {
    return this.#nowMs() < this.#busyUntilMs;
  }

  write([command, ...more]: readonly number[]): boolean {
    const takesMs = TAKES_MS[command];
    // A command has one byte: none that it knows has a second one.
    if (this.isBusy || takesMs === undefined || more.length > 0) return false;
    this.#busyUntilMs = this.#nowMs() + takesMs;
    this.#answer = [];
    if (command === SERIAL_NUMBER) this.#answer = [this.serialNumber >>> 16, this.serialNumber & 0xffff];
    if (MEASURE.includes(command)) {
      const raw = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 65535);
      this.#answer = [raw((this.celsius() + 45) / 175), raw((this.humidity() + 6) / 125)];
    }
    return true;
  }

  /** What it has to tell it tells once. */
  read(count: number): number[] | undefined {
    if (this.isBusy || this.#answer.length === 0) return undefined;
    const bytes = sensirionWords(this.#answer, this);
    this.#answer = [];
    return Array.from({ length: count }, (_, i) => bytes[i] ?? 0xff);
  }
}

export function solder({ bus, address }: Sht4xSensorConfig, bench: Bench): Sht4x {
  return bench.i2c(bus).solder(new Sht4x(() => bench.nowMs, Number(address)));
}

export function levers(part: Sht4x, bench: Bench, { bus }: Sht4xSensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-40, 125], "temperature"), humidity(part, bench)],
    defects: { ...i2cDefects(part, bench.i2c(bus)), "wrong checksum": wrongChecks(part) },
  };
}
