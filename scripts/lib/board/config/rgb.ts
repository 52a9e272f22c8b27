import type { ActuatorBase } from "./actuators";
import type { OnOffFailSafe } from "./fail-safe";

/** Strips of LEDs. */

/**
 * A strip of LEDs with a controller in each (WS2812, SK6812 RGB and their kin), of one colour all along. Commands in Home
 * Assistant's JSON schema, such as {"state":"ON","brightness":128,"color":{"r":255,"g":120,"b":0},"transition":2} with values 0 … 255
 * and transition in seconds, or ON (the last brightness), OFF, TOGGLE. The state is JSON too.
 */
export interface RgbActuatorConfig extends ActuatorBase {
  type: "rgb";
  /**
   * How many LEDs the strip has. Each may take 60 mA.
   * @asType integer
   * @minimum 1
   * @maximum 300
   */
  count: number;
  /**
   * The order in which the LEDs take their colours; WS2812B: GRB.
   * @default "GRB"
   */
  order?: "RGB" | "RBG" | "GRB" | "GBR" | "BRG" | "BGR";
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
   * Brightness at boot, in white; 0 is off.
   * @default 0
   * @asType integer
   * @minimum 0
   * @maximum 255
   */
  initialValue?: number;
  failSafe?: OnOffFailSafe;
}
