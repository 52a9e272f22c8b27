import type { SwitchActuatorConfig } from "../../../scripts/lib/actuators/switch";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { onlyBroken, whileSet, type Levers } from "./lever";

/** A relay board: on while the chip drives its input to the level that turns it on. An open input turns it on never. */
export class Relay {
  /** How often it went on. */
  timesOn = 0;
  /** Called when it went on or off, for who looks at it. */
  shown: (isOn: boolean) => void = () => {};
  readonly #pin: SimulatedPin;
  readonly #activeLow: boolean;
  readonly #switched: (isOn: boolean) => void;
  #isOn = false;
  #isWelded = false;

  /** @param switched called when it went on or off */
  constructor(pin: SimulatedPin, activeLow: boolean, switched: (isOn: boolean) => void = () => {}) {
    this.#pin = pin;
    this.#activeLow = activeLow;
    this.#switched = switched;
    pin.onOutput(() => this.#settle());
  }

  /** The fault of welded contacts: once on, it stays on. */
  get isWelded(): boolean {
    return this.#isWelded;
  }

  set isWelded(isWelded: boolean) {
    this.#isWelded = isWelded;
    this.#settle();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  #settle(): void {
    const isDriven = this.#pin.isOutput && this.#pin.level !== this.#activeLow;
    const isOn = isDriven || (this.#isOn && this.#isWelded);
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (isOn) this.timesOn++;
    this.#switched(isOn);
    this.shown(isOn);
  }
}

export function solder({ pin, activeLow }: SwitchActuatorConfig, bench: Bench): Relay {
  return new Relay(bench.pin(pin), activeLow);
}

export function levers(relay: Relay): Levers {
  return onlyBroken("relay", () => relay.isOn, { "welded contacts": whileSet(relay, "isWelded") });
}

export function show(relay: Relay, tell: (text: string) => void): void {
  relay.shown = (isOn) => tell(isOn ? "on" : "off");
}
