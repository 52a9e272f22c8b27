import type { SwitchActuatorConfig } from "../../../scripts/lib/actuators/switch";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";

/** A relay board: on while the chip drives its input to the level that turns it on. An open input turns it on never. */
export class Relay {
  /** The fault of welded contacts: once on, it stays on. */
  isWelded = false;
  /** How often it went on. */
  timesOn = 0;
  readonly #pin: SimulatedPin;
  readonly #activeLow: boolean;
  readonly #switched: (isOn: boolean) => void;
  #isOn = false;

  /** @param switched called when it went on or off */
  constructor(pin: SimulatedPin, activeLow: boolean, switched: (isOn: boolean) => void = () => {}) {
    this.#pin = pin;
    this.#activeLow = activeLow;
    this.#switched = switched;
    pin.onOutput(() => this.#settle());
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  #settle(): void {
    const isDriven = this.#pin.isOutput && this.#pin.level !== this.#activeLow;
    const isOn = isDriven || (this.#isOn && this.isWelded);
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (isOn) this.timesOn++;
    this.#switched(isOn);
  }
}

export function solder({ pin, activeLow }: SwitchActuatorConfig, bench: Bench): Relay {
  return new Relay(bench.pin(pin), activeLow);
}
