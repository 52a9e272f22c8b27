import type { DigitalSensorConfig } from "../../../scripts/lib/sensors/digital";
import type { SimulatedPin } from "../pins";
import type { Bench, Desk } from "./bench";

/** How long a contact on the desk stays open or closed. */
const DESK_MS = 20_000;

/**
 * A contact. Closed, it connects its pin to ground, or to the supply where the chip pulls down; open, it leaves it to the chip's
 * resistor, or to one of its own where the chip has none. It leaves its pin alone before it is told anything.
 */
export class Contact {
  readonly #pin: SimulatedPin;
  readonly #pull: DigitalSensorConfig["pull"];
  #isClosed = false;

  constructor(pin: SimulatedPin, pull: DigitalSensorConfig["pull"]) {
    this.#pin = pin;
    this.#pull = pull;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  set isClosed(isClosed: boolean) {
    this.#isClosed = isClosed;
    if (!isClosed && this.#pull !== "none") this.#pin.release();
    else this.#pin.level = isClosed === (this.#pull === "down");
  }
}

export function solder({ pin, pull }: DigitalSensorConfig, bench: Bench): Contact {
  return new Contact(bench.pin(pin), pull);
}

/** Closes and opens over and over. */
export function live(contact: Contact, desk: Desk): void {
  contact.isClosed = !contact.isClosed;
  desk.clock.after(DESK_MS, () => live(contact, desk));
}
