import type { AnalogSensorConfig } from "../../../scripts/lib/sensors/analog";
import type { SimulatedPin } from "../pins";
import type { Bench, Desk } from "./bench";
import { swing } from "./room";

const FULL_SCALE_VOLTS = 3.3;

/** Whatever gives a voltage to an analog pin. It gives none before it is told to. */
export class VoltageSource {
  readonly #pin: SimulatedPin;

  constructor(pin: SimulatedPin) {
    this.#pin = pin;
  }

  /** What the pin is driven with, at each moment. */
  set volts(volts: () => number) {
    this.#pin.waveform(volts);
  }

  /** The fault of a wire that came off: the pin is open. */
  unplug(): void {
    this.#pin.release();
  }
}

export function solder({ pin }: AnalogSensorConfig, bench: Bench): VoltageSource {
  return new VoltageSource(bench.pin(pin));
}

/** Swings between a quarter and three quarters of full scale. */
export function live(source: VoltageSource, desk: Desk): void {
  source.volts = () => FULL_SCALE_VOLTS * (0.5 + 0.25 * swing(desk));
}
