import type { PwmActuatorConfig } from "../../../scripts/lib/actuators/pwm";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { onlyBroken, whileSet, type Levers } from "./lever";

/** Whatever a square wave drives by a transistor: a fan, a heater, a lamp. It has power while its pin is high. */
export class DimmedLoad {
  /** The fault of a wire that came off. */
  isUnplugged = false;
  readonly #pin: SimulatedPin;

  constructor(pin: SimulatedPin) {
    this.#pin = pin;
  }

  /** The part of the time in which it has power, 0 … 1. */
  get duty(): number {
    return this.isUnplugged ? 0 : this.#pin.duty;
  }

  /** 0 where its power is steady. */
  get hz(): number {
    return this.isUnplugged ? 0 : this.#pin.hz;
  }
}

export function solder({ pin }: PwmActuatorConfig, bench: Bench): DimmedLoad {
  return new DimmedLoad(bench.pin(pin));
}

export function levers(load: DimmedLoad): Levers {
  return onlyBroken("load", () => load.duty > 0, { unplugged: whileSet(load, "isUnplugged") });
}
