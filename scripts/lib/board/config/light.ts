import type { ActuatorBase } from "./actuators";
import type { OnOffFailSafe } from "./fail-safe";

/** Lights. */

/**
 * A light that is dimmed by a square wave. Commands in Home Assistant's JSON schema, such as {"state":"ON","brightness":128,
 * "transition":2} with brightness 0 … 255 and transition in seconds, or ON (the last brightness), OFF, TOGGLE. The state is JSON too.
 */
export interface LightActuatorConfig extends ActuatorBase {
  type: "light";
  /**
   * Frequency of the square wave. At 5000 Hz Espruino drives five, and changes their level in the middle of a fade without a
   * glitch; at any other it drives three, and starts their timer anew at each step. On the ESP8266 at most 1000, and the same for
   * all.
   * @default 5000
   * @asType integer
   * @minimum 1
   * @maximum 40000
   */
  hz?: number;
  /**
   * How brightness becomes light: light = (brightness / 255) to the power of gamma. 2.8 looks even to the eye, 1 is plain.
   * @default 2.8
   * @minimum 1
   * @maximum 5
   */
  gamma?: number;
  /**
   * How many seconds a change takes that does not say so itself.
   * @default 0
   * @minimum 0
   * @maximum 86400
   */
  transitionSeconds?: number;
  /**
   * Brightness at boot; 0 is off.
   * @default 0
   * @asType integer
   * @minimum 0
   * @maximum 255
   */
  initialValue?: number;
  failSafe?: OnOffFailSafe;
}
