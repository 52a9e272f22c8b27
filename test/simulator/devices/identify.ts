import type { IdentifyActuatorConfig } from "../../../scripts/lib/actuators/identify";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { Relay } from "./switch";

/** An LED, which is lit as a relay is on. */
export class Led {
  readonly #lamp: Relay;

  constructor(pin: SimulatedPin, activeLow: boolean) {
    this.#lamp = new Relay(pin, activeLow);
  }

  get isLit(): boolean {
    return this.#lamp.isOn;
  }

  /** How often it lit up. */
  get flashes(): number {
    return this.#lamp.timesOn;
  }
}

export function solder({ pin, activeLow }: IdentifyActuatorConfig, bench: Bench): Led {
  return new Led(bench.pin(pin), activeLow);
}
