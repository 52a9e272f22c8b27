import type { LightActuatorConfig } from "../../../scripts/lib/actuators/light";
import type { Bench } from "./bench";
import { DimmedLoad } from "./pwm";

export { levers } from "./pwm";

/** A light behind a transistor: `duty` is the part of its full light. */
export class Lamp extends DimmedLoad {}

export function solder({ pin }: LightActuatorConfig, bench: Bench): Lamp {
  return new Lamp(bench.pin(pin));
}
