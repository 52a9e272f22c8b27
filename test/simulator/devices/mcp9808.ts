import type { Mcp9808SensorConfig } from "../../../scripts/lib/sensors/mcp9808";
import type { I2cDevice } from "../i2c-line";
import type { Bench } from "./bench";
import type { Levers } from "./lever";
import { i2cDefects, temperature } from "./room";

/** "Temperature conversion time" of the data sheet, with steps of 0.0625 °C; in proportion with coarser ones. */
const CONVERSION_MS = 250;
const CONFIGURATION = 1;
const TEMPERATURE = 5;
const RESOLUTION = 8;
/** In the configuration: shut down; and what can be written of it. */
const SHUTDOWN = 0x0100;
const WRITABLE = 0x07ef;

/** An MCP9808 by Microchip's data sheet DS25095A: it converts over and over, unless it is shut down. */
export class Mcp9808 implements I2cDevice {
  isPresent = true;
  celsius: () => number = () => 20;
  readonly address: number;
  readonly #nowMs: () => number;
  /** Those of 16 bits; the resolution has eight. */
  #registers: number[] = [];
  #pointer = 0;
  /** When the conversion began that is under way. */
  #sinceMs = 0;

  constructor(nowMs: () => number, address = 0x18) {
    this.#nowMs = nowMs;
    this.address = address;
    this.losePower();
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.#registers = [0x001f, 0, 0, 0, 0, 0, 0x0054, 0x0400, 3];
    this.#pointer = 0;
    this.#sinceMs = this.#nowMs();
  }

  /** Whether it measures, and warms itself. */
  get isAwake(): boolean {
    return (this.#registers[CONFIGURATION] & SHUTDOWN) === 0;
  }

  write([pointer, ...data]: readonly number[]): boolean {
    this.#settle();
    this.#pointer = pointer & 15;
    if (pointer === RESOLUTION && data.length === 1) this.#registers[RESOLUTION] = data[0] & 3;
    if (data.length !== 2) return true;
    const word = data[0] * 256 + data[1];
    if (pointer === CONFIGURATION) {
      const wasAwake = this.isAwake;
      this.#registers[CONFIGURATION] = word & WRITABLE;
      if (this.isAwake && !wasAwake) this.#sinceMs = this.#nowMs();
    }
    if (pointer >= 2 && pointer <= 4) this.#registers[pointer] = word & 0x1ffc;
    return true;
  }

  read(count: number): number[] {
    this.#settle();
    const value = this.#registers[this.#pointer] ?? 0;
    const bytes = this.#pointer === RESOLUTION ? [value] : [value >> 8, value & 255];
    // It gives nothing more: the line stays high.
    return Array.from({ length: count }, (_, i) => bytes[i] ?? 0xff);
  }

  #settle(): void {
    const periodMs = CONVERSION_MS / 2 ** (3 - this.#registers[RESOLUTION]);
    if (!this.isAwake || this.#nowMs() - this.#sinceMs < periodMs) return;
    this.#sinceMs += Math.floor((this.#nowMs() - this.#sinceMs) / periodMs) * periodMs;
    const step = 2 ** (3 - this.#registers[RESOLUTION]);
    const steps = Math.floor((Math.min(125, Math.max(-40, this.celsius())) * 16) / step) * step;
    this.#registers[TEMPERATURE] = (steps & 0x1fff) | this.#alerts(steps);
  }

  /** The three bits in front: critical, above, below its limits. */
  #alerts(steps: number): number {
    const [, , upper, lower, critical] = this.#registers.map((word) => ((word & 0x1fff) << 19) >> 19);
    return (steps >= critical ? 0x8000 : 0) | (steps > upper ? 0x4000 : 0) | (steps < lower ? 0x2000 : 0);
  }
}

export function solder({ bus, address }: Mcp9808SensorConfig, bench: Bench): Mcp9808 {
  return bench.i2c(bus).solder(new Mcp9808(() => bench.nowMs, Number(address)));
}

export function levers(part: Mcp9808, bench: Bench, { bus }: Mcp9808SensorConfig): Levers {
  return { levers: [temperature(part, bench, [-40, 125])], defects: i2cDefects(part, bench.i2c(bus)) };
}
