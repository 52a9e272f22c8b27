import type { IdentifyActuatorConfig } from "../../../scripts/lib/actuators/identify";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { Relay } from "./switch";
import { onlyBroken, whileSet, type Levers } from "./lever";

/** An LED, which is lit as a relay is on. */
export class Led {
  readonly #lamp: Relay;

  constructor(pin: SimulatedPin, activeLow: boolean) {
    this.#lamp = new Relay(pin, activeLow);
  }

  /** The fault of a wire that came off: it stays dark. */
  isUnplugged = false;

  get isLit(): boolean {
    return this.#lamp.isOn && !this.isUnplugged;
  }

  /** Calls `shown` when it lights up or goes dark. */
  onChange(shown: () => void): void {
    this.#lamp.shown = shown;
  }

  /** How often it lit up. */
  get flashes(): number {
    return this.#lamp.timesOn;
  }
}

export function solder({ pin, activeLow }: IdentifyActuatorConfig, bench: Bench): Led {
  return new Led(bench.pin(pin), activeLow);
}

export function levers(led: Led): Levers {
  return onlyBroken("LED", () => led.isLit, { unplugged: whileSet(led, "isUnplugged") });
}

export function show(led: Led, tell: (text: string) => void): void {
  led.onChange(() => tell(led.isLit ? "lit" : "dark"));
}
