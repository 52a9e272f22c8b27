import type { ButtonActuatorConfig } from "../../../scripts/lib/actuators/button";
import type { SimulatedPin } from "../pins";
import type { Bench, PartClock } from "./bench";
import { Relay } from "./switch";
import { onlyBroken, whileSet, type Levers } from "./lever";

/** A relay whose contact stands in for a finger on a button. */
export class PressedButton {
  /** How long each press that is over was, in ms. */
  readonly pressesMs: number[] = [];
  readonly #relay: Relay;
  #sinceMs = 0;

  constructor(pin: SimulatedPin, activeLow: boolean, clock: PartClock) {
    this.#relay = new Relay(pin, activeLow, (isOn) => {
      if (isOn) this.#sinceMs = clock.nowMs;
      else this.pressesMs.push(clock.nowMs - this.#sinceMs);
    });
  }

  /** What presses. */
  get relay(): Relay {
    return this.#relay;
  }

  get isPressed(): boolean {
    return this.#relay.isOn;
  }

  /** How many presses began. */
  get presses(): number {
    return this.#relay.timesOn;
  }
}

export function solder({ pin, activeLow }: ButtonActuatorConfig, bench: Bench): PressedButton {
  return new PressedButton(bench.pin(pin), activeLow, bench);
}

export function levers(button: PressedButton): Levers {
  return onlyBroken("relay", () => button.isPressed, { "welded contacts": whileSet(button.relay, "isWelded") });
}

export function show(button: PressedButton, tell: (text: string) => void): void {
  button.relay.shown = (isOn) => tell(isOn ? "pressed" : "let go");
}
