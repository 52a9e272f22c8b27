import type { DigitalSensorConfig } from "../../../scripts/lib/sensors/digital";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { told, type Levers } from "./lever";

/**
 * A contact. Closed, it connects its pin to ground, or to the supply where the chip pulls down; open, it leaves it to the chip's
 * resistor, or to one of its own where the chip has none. It leaves its pin alone before it is told anything.
 */
export class Contact {
  readonly #pin: SimulatedPin;
  readonly #pull: DigitalSensorConfig["pull"];
  #isClosed = false;
  #isUnplugged = false;

  constructor(pin: SimulatedPin, pull: DigitalSensorConfig["pull"]) {
    this.#pin = pin;
    this.#pull = pull;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  set isClosed(isClosed: boolean) {
    this.#isClosed = isClosed;
    this.#drive();
  }

  /** The fault of a wire that came off: the pin is open. */
  set isUnplugged(isUnplugged: boolean) {
    this.#isUnplugged = isUnplugged;
    this.#drive();
  }

  #drive(): void {
    const isOpen = !this.#isClosed && this.#pull !== "none";
    if (isOpen || this.#isUnplugged) this.#pin.release();
    else this.#pin.level = this.#isClosed === (this.#pull === "down");
  }
}

export function solder({ pin, pull }: DigitalSensorConfig, bench: Bench): Contact {
  return new Contact(bench.pin(pin), pull);
}

export function levers(contact: Contact, bench: Bench): Levers {
  return {
    levers: [
      {
        kind: "contact",
        quantity: "",
        name: "contact",
        values: [""],
        follow: told(bench, (closed) => (contact.isClosed = closed >= 0.5)),
      },
    ],
    defects: {
      unplugged: { begin: () => void (contact.isUnplugged = true), end: () => void (contact.isUnplugged = false) },
    },
  };
}
