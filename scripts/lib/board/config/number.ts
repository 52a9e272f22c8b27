import type { ActuatorBase } from "./actuators";

/** Numbers that somebody sets. */

/**
 * A number that is set from outside, such as the temperature that a thermostat holds. It is kept in the chip's flash memory, and
 * outlives a reboot: written once it has stood for 5 to 10 s, and at most once a minute. Commands: a number from min to max,
 * rounded to the next step.
 */
export interface NumberActuatorConfig extends Omit<ActuatorBase, "pin"> {
  type: "number";
  /**
   * @minimum -1e6
   * @maximum 1e6
   */
  min: number;
  /**
   * @minimum -1e6
   * @maximum 1e6
   */
  max: number;
  /**
   * How far its values lie apart.
   * @default 1
   * @minimum 0.000001
   * @maximum 1e6
   */
  step?: number;
  /** For people and Home Assistant, such as "°C". */
  unit?: string;
  /**
   * What it is before it was ever set. Default: min
   * @minimum -1e6
   * @maximum 1e6
   */
  initialValue?: number;
}
