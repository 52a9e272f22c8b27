import type { NtcSensorConfig } from "../../../scripts/lib/sensors/ntc";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import type { Levers } from "./lever";
import { temperature } from "./room";

const KELVIN = 273.15;

/** What the board file says of a thermistor and its divider. */
export type NtcDivider = Pick<
  NtcSensorConfig,
  "position" | "resistorOhms" | "ohmsAt25" | "beta" | "steinhartHart" | "supplyVolts"
>;

/** A thermistor in a divider. It leaves its pin alone before it is told how warm it is. */
export class Thermistor {
  readonly #pin: SimulatedPin;
  readonly #divider: NtcDivider;
  #celsius: () => number = () => 20;
  #isBroken = false;
  #isUnplugged = false;

  constructor(pin: SimulatedPin, divider: NtcDivider) {
    this.#pin = pin;
    this.#divider = divider;
  }

  get celsius(): () => number {
    return this.#celsius;
  }

  /** How warm it is, at each moment. */
  set celsius(celsius: () => number) {
    this.#celsius = celsius;
    this.#drive();
  }

  /** The fault of a thermistor whose wire is broken: the other resistor alone has the pin. */
  set isBroken(isBroken: boolean) {
    this.#isBroken = isBroken;
    this.#drive();
  }

  /** The fault of a divider that came off: the pin is open. */
  set isUnplugged(isUnplugged: boolean) {
    this.#isUnplugged = isUnplugged;
    this.#drive();
  }

  #drive(): void {
    if (this.#isUnplugged) {
      this.#pin.release();
      return;
    }
    this.#pin.waveform(() =>
      dividedVolts(this.#isBroken ? Infinity : ohms(this.#celsius(), this.#divider), this.#divider),
    );
  }
}

/** What a thermistor has at a temperature, by what its data sheet gives of it. */
export function ohms(celsius: number, { ohmsAt25, beta = NaN, steinhartHart }: NtcDivider): number {
  const kelvin = celsius + KELVIN;
  if (steinhartHart === undefined) return ohmsAt25 * Math.exp(beta * (1 / kelvin - 1 / (25 + KELVIN)));
  // The curve gives a temperature for a resistance: it is looked for where the other way round is wanted.
  const { a, b, c } = steinhartHart;
  let [low, high] = [0, 25];
  for (let i = 0; i < 60; i++) {
    const logarithm = (low + high) / 2;
    if (1 / (a + b * logarithm + c * logarithm ** 3) > kelvin) low = logarithm;
    else high = logarithm;
  }
  return Math.exp(high);
}

/** The voltage between the two resistors. */
function dividedVolts(ntcOhms: number, { position, resistorOhms, supplyVolts }: NtcDivider): number {
  const volts = supplyVolts * (ntcOhms === Infinity ? 1 : ntcOhms / (ntcOhms + resistorOhms));
  return position === "lower" ? volts : supplyVolts - volts;
}

export function solder(config: NtcSensorConfig, bench: Bench): Thermistor {
  return new Thermistor(bench.pin(config.pin), config);
}

/** What thermistors in glass or epoxy bear. */
const RANGE_CELSIUS = [-55, 150] as const;

export function levers(part: Thermistor, bench: Bench): Levers {
  return {
    levers: [temperature(part, bench, RANGE_CELSIUS)],
    defects: {
      // The wire between the divider and the chip: the pin is open.
      unplugged: { begin: () => void (part.isUnplugged = true), end: () => void (part.isUnplugged = false) },
      "wire broken": { begin: () => void (part.isBroken = true), end: () => void (part.isBroken = false) },
    },
  };
}
