import type { Ds18b20SensorConfig } from "../../../scripts/lib/sensors/ds18b20";
import type { Bench } from "./bench";
import { oneWireCrc, OneWirePart, romCode } from "./one-wire-rom";
import { whileSet, type Levers } from "./lever";
import { busDefects, temperature, wrongChecks } from "./room";

/** What the scratchpad holds after power on: 85 °C, and reserved bytes ("Memory" in Maxim's data sheet 19-7487). */
const POWER_ON = [0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10];

/** A DS18B20 with its own supply. */
export class Ds18b20 extends OneWirePart {
  /** What it is in, in °C. */
  celsius: () => number;
  readonly #nowMs: () => number;
  #scratchpad = [...POWER_ON];
  /** Alarms and configuration as they come back after power on. */
  #eeprom = POWER_ON.slice(2, 5);
  #conversion: { endMs: number; celsius: number } | undefined;
  /** The fault of a disturbed line: so many of the next readings come with a wrong check. */
  wrongChecks = 0;
  /** Conversions begun. */
  conversions = 0;

  constructor(serial: number, nowMs: () => number, celsius: () => number = () => 20, family = 0x28) {
    super(romCode(family, serial));
    this.#nowMs = nowMs;
    this.celsius = celsius;
  }

  /** Bits of the configuration register that stands at this moment. */
  get resolution(): number {
    return 9 + ((this.#scratchpad[4] >> 5) & 3);
  }

  /** The fault of a supply that fails for a moment. */
  losePower(): void {
    this.forget();
    this.#conversion = undefined;
    this.#scratchpad = [...POWER_ON.slice(0, 2), ...this.#eeprom, ...POWER_ON.slice(5)];
  }

  protected override command([code, ...data]: readonly number[]): void {
    this.#settle();
    if (code === 0x44 && data.length === 0) {
      this.conversions++;
      const ms = 750 / 2 ** (12 - this.resolution);
      this.#conversion = { endMs: this.#nowMs() + ms, celsius: this.celsius() };
    } else if (code === 0x4e && data.length === 3) {
      // The bits around the resolution cannot be written.
      this.#scratchpad.splice(2, 3, data[0], data[1], (data[2] & 0x60) | 0x1f);
    } else if (code === 0x48) {
      this.#eeprom = this.#scratchpad.slice(2, 5);
    } else if (code === 0xbe && data.length === 0) {
      const isWrong = this.wrongChecks > 0;
      if (isWrong) this.wrongChecks--;
      this.send([...this.#scratchpad, oneWireCrc(this.#scratchpad) ^ (isWrong ? 1 : 0)]);
    }
  }

  /** 0 while it converts. */
  protected override idleBit(): 0 | 1 {
    this.#settle();
    return this.#conversion === undefined ? 1 : 0;
  }

  #settle(): void {
    const conversion = this.#conversion;
    if (conversion === undefined || this.#nowMs() < conversion.endMs) return;
    this.#conversion = undefined;
    const step = 2 ** (12 - this.resolution);
    const limited = Math.min(125, Math.max(-55, conversion.celsius));
    const raw = Math.floor((limited * 16) / step) * step;
    this.#scratchpad.splice(0, 2, raw & 255, (raw >> 8) & 255);
  }
}

export function solder({ bus, address }: Ds18b20SensorConfig, bench: Bench): Ds18b20 {
  const line = bench.oneWire(bus);
  const serial = address === undefined ? line.devices.length + 1 : serialOf(address);
  return line.solder(new Ds18b20(serial, () => bench.nowMs));
}

/** The six bytes between family and check, the lowest first. */
function serialOf(address: string): number {
  return Buffer.from(address, "hex").readUIntLE(1, 6);
}

export function levers(part: Ds18b20, bench: Bench, { bus }: Ds18b20SensorConfig): Levers {
  return {
    levers: [temperature(part, bench, [-55, 125])],
    defects: {
      ...busDefects(part),
      "wrong checksum": wrongChecks(part),
      "bus held down": whileSet(bench.oneWire(bus), "isShorted"),
    },
  };
}
