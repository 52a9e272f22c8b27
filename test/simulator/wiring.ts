import type { BusConfig } from "../../scripts/lib/board/config/buses";
import type { BoardOptions, ChipName } from "./board-options";
import type { Bench } from "./devices/bench";
import { ESPRUINO_CHIPS } from "./espruino/chips";
import { I2cLine } from "./i2c-line";
import { ANALOG_PIN, STRAPS } from "./nodemcu/esp8266/pins";
import { Noise } from "./noise";
import { OneWireLine } from "./one-wire-line";
import { pinNumber } from "./pin-number";
import { SimulatedPin } from "./pins";
import type { VirtualTime } from "./virtual-time";

/** How many numbers pins have; not each of them is a pin. */
const PINS: Readonly<Record<ChipName, number>> = {
  esp32: ESPRUINO_CHIPS.esp32.pins,
  esp32c3: ESPRUINO_CHIPS.esp32c3.pins,
  esp32s3: ESPRUINO_CHIPS.esp32s3.pins,
  esp8266: ANALOG_PIN + 1,
};

type WiringOptions = Pick<BoardOptions, "chip" | "noiseVolts" | "onPinChange" | "keeps">;

/** What parts are soldered to: a chip's pins, and the buses on them. It outlives reboots. */
export class Wiring {
  readonly pins: readonly SimulatedPin[];
  readonly #chip: ChipName;
  readonly #noise: Noise;
  readonly #time: VirtualTime;
  readonly #oneWires = new Map<number, OneWireLine>();
  readonly #i2cs = new Map<string, I2cLine>();
  /** What parts that are soldered now wait for. */
  #pending = new Set<{ cancel(): void }>();

  constructor(
    serial: string,
    time: VirtualTime,
    { chip = "esp32", noiseVolts = 0.4, onPinChange, keeps }: WiringOptions,
  ) {
    this.#chip = chip;
    this.#noise = new Noise(serial, noiseVolts);
    this.#time = time;
    this.pins = Array.from(
      { length: PINS[chip] },
      (_, number) =>
        new SimulatedPin(number, time, (pin, reading) => this.#noise.volts(pin, reading), {
          reported: onPinChange,
          keeps,
          strap: chip === "esp8266" ? STRAPS.get(number) : undefined,
        }),
    );
  }

  /** For a boot of the chip. */
  reset(): void {
    this.#noise.boot();
    for (const pin of this.pins) pin.reset();
  }

  /** What the chip's random number generator gives at one of its readings. */
  randomWord(): number {
    return this.#noise.word();
  }

  /** Takes all parts off: what they wait for does not happen. */
  unsolder(): void {
    for (const each of this.#pending) each.cancel();
    // Those that are off may ask for more, and get nothing.
    this.#pending = new Set();
    for (const line of [...this.pins, ...this.#i2cs.values(), ...this.#oneWires.values()]) line.unsolder();
  }

  pin(number: number): SimulatedPin {
    const pin = this.pins[number];
    if (pin === undefined) throw new Error(`No pin ${number}: the ${this.#chip} has pins 0 to ${this.pins.length - 1}`);
    return pin;
  }

  i2c(clock: number, data: number): I2cLine {
    const key = `${this.pin(clock).number} ${this.pin(data).number}`;
    const line = this.#i2cs.get(key) ?? new I2cLine();
    this.#i2cs.set(key, line);
    return line;
  }

  oneWire(pin: number): OneWireLine {
    const line = this.#oneWires.get(this.pin(pin).number) ?? new OneWireLine();
    this.#oneWires.set(pin, line);
    return line;
  }

  /** What models of parts are soldered to, with the buses that a board file names. */
  bench(buses: readonly BusConfig[]): Bench {
    const time = this.#time;
    const pending = this.#pending;
    const after = (ms: number, happen: () => void): { cancel(): void } => {
      if (pending !== this.#pending) return { cancel: () => {} };
      const awaited = {
        cancel: () => {
          pending.delete(awaited);
          event.cancel();
        },
      };
      const event = time.after(ms, () => {
        pending.delete(awaited);
        happen();
      });
      pending.add(awaited);
      return awaited;
    };
    const bus = <Type extends BusConfig["type"]>(type: Type, id: string): Extract<BusConfig, { type: Type }> => {
      const found = buses.find((each) => each.type === type && each.id === id);
      if (found === undefined) throw new Error(`The board has no ${type} bus ${id}`);
      return found as Extract<BusConfig, { type: Type }>;
    };
    return {
      get nowMs() {
        return time.nowMs;
      },
      after,
      pin: (name) => this.pin(pinNumber(name)),
      oneWire: (id) => this.oneWire(pinNumber(bus("oneWire", id).pin)),
      i2c: (id) => {
        const { clock, data } = bus("i2c", id);
        return this.i2c(pinNumber(clock), pinNumber(data));
      },
    };
  }
}
