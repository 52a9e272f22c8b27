import type { PinActuatorBase } from "../board/config/actuator";
import type { OnOffFailSafe } from "../board/config/fail-safe";
import { commanded, shownLight } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import type { ActuatorDescriptor } from "./descriptor";

/**
 * A light that is dimmed by a square wave. Commands in Home Assistant's JSON schema, such as {"state":"ON","brightness":128,
 * "transition":2} with brightness 0 … 255 and transition in seconds, or ON (the last brightness), OFF, TOGGLE. What says more than that,
 * such as a flash, is refused. The state is JSON too.
 */
export interface LightActuatorConfig extends PinActuatorBase {
  type: "light";
  /**
   * Frequency of the square wave. At 5000 Hz Espruino drives five, and changes their level in the middle of a fade without a
   * glitch; at any other it drives three, and starts their timer anew at each step. On the ESP8266 at most 1000, and the same for
   * all.
   * @asType integer
   * @minimum 1
   * @maximum 40000
   */
  hz: number;
  /**
   * How brightness becomes light: light = (brightness / 255) to the power of gamma. 2.8 looks even to the eye, 1 is plain.
   * @minimum 1
   * @maximum 5
   */
  gamma: number;
  /**
   * How many seconds a change takes that does not say so itself.
   * @minimum 0
   * @maximum 86400
   */
  transitionSeconds: number;
  /**
   * Brightness at boot; 0 is off.
   * @asType integer
   * @minimum 0
   * @maximum 255
   */
  initialValue: number;
  /** Whether it has an effect: {"state":"ON","effect":"breathe"}. "off" ends it, and so does any other command. */
  effects: boolean;
  failSafe?: OnOffFailSafe;
}

const driver = firmware<typeof import("../../../firmware/actuators/light")>("actuators/light");
const { withEffects } = firmware<typeof import("../../../firmware/actuators/effects")>("actuators/effects");
const { clock, timer } = engine("clock");

export const light: ActuatorDescriptor<LightActuatorConfig> = {
  type: "light",
  defaults: { hz: 5000, gamma: 2.8, transitionSeconds: 0, initialValue: 0, effects: false },
  pins: { pin: "square wave" },
  example: ({ initialValue }) => (initialValue > 0 ? "OFF" : "ON"),
  // Home Assistant's, with blanks.
  longestCommandBytes: 96,
  longestState: '{"state":"OFF","brightness":255,"effect":"breathe"}',
  handle: "LightActuator",
  homeAssistant: {
    commanded: (config) => ({
      p: "light",
      schema: "json",
      brightness: true,
      sup_clrm: ["brightness"],
      flsh: false,
      ...(config.effects ? { effect: true, fx_list: effectsOf(config) } : {}),
      ...commanded(config),
    }),
    shown: shownLight,
  },
  control: (config) => ({ kind: "light", hasColor: false, effects: effectsOf(config) }),
  make: ({ pin, hz, gamma, transitionSeconds, initialValue, effects }, program) => {
    const options = { pin: pinNumber(pin), hz, gamma, transitionSeconds, initialValue };
    const made = driver.light(engine("pins").pwmPins, clock, timer, options);
    return effects ? withEffects(made, alarms(program), false) : made;
  },
};

function effectsOf({ effects }: LightActuatorConfig): string[] {
  return effects ? ["off", "breathe"] : [];
}
