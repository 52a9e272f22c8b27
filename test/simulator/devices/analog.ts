import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { asked, type Levers } from "./lever";
import { toVolts } from "./published-unit";

/** What a pin bears, and what reads as full scale unless the board file asks for another range. */
const MOST_VOLTS = 3.3;

/** Whatever gives a voltage to an analog pin. It gives none before it is told to. */
export class VoltageSource {
  readonly #pin: SimulatedPin;
  #volts: (() => number) | undefined;
  #isUnplugged = false;

  constructor(pin: SimulatedPin) {
    this.#pin = pin;
  }

  /** What the pin is driven with, at each moment. */
  set volts(volts: () => number) {
    this.#volts = volts;
    this.#drive();
  }

  /** The same fault for as long as it lasts. */
  set isUnplugged(isUnplugged: boolean) {
    this.#isUnplugged = isUnplugged;
    this.#drive();
  }

  /** The fault of a wire that came off: the pin is open. */
  unplug(): void {
    this.#volts = undefined;
    this.#drive();
  }

  #drive(): void {
    if (this.#volts === undefined || this.#isUnplugged) this.#pin.release();
    else this.#pin.waveform(this.#volts);
  }
}

export function solder({ pin }: AnalogSensorConfig, bench: Bench): VoltageSource {
  return new VoltageSource(bench.pin(pin));
}

/**
 * What a person moves is what the board publishes, where that can be led back to a voltage through scale, offset and filters: they
 * think of 18 °C and not of 0.6 V.
 */
export function levers(source: VoltageSource, bench: Bench, config: AnalogSensorConfig): Levers {
  const { unit, decimals, rangeVolts = MOST_VOLTS } = config;
  const published = toVolts(config, Math.min(rangeVolts, MOST_VOLTS));
  const { volts, from, to } = published ?? { volts: (value: number) => value, from: 0, to: MOST_VOLTS };
  return {
    levers: [
      {
        kind: "number",
        quantity: "",
        name: published === undefined || unit === "V" ? "voltage" : "value",
        unit: published === undefined ? "V" : (unit ?? ""),
        from,
        to,
        step: published === undefined ? 0.01 : 10 ** -decimals,
        values: [""],
        swings: { middle: (from + to) / 2, by: (to - from) / 4 },
        follow: asked(bench, (value) => (source.volts = () => volts(value()))),
      },
    ],
    defects: {
      unplugged: { begin: () => void (source.isUnplugged = true), end: () => void (source.isUnplugged = false) },
    },
  };
}
