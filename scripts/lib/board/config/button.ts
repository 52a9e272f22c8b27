import type { ActuatorBase } from "./actuators";

/** Buttons that the board presses. */

/**
 * A contact that the board closes for a moment: a door opener, a gate, the power button of a computer. Command: PRESS. A PRESS while
 * one is under way makes it no longer. The state is ON while it is pressed, else OFF.
 */
export interface ButtonActuatorConfig extends ActuatorBase {
  type: "button";
  /**
   * Whether a low level presses it, as most relay boards want it.
   * @default false
   */
  activeLow?: boolean;
  /**
   * How long a press is, in milliseconds. A timer of the chip ends it, whatever else the board is busy with.
   * @default 500
   * @asType integer
   * @minimum 10
   * @maximum 60000
   */
  pressMs?: number;
}
