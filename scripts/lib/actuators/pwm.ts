import type { PinActuatorBase } from "../board/config/actuator";
import type { LevelFailSafe } from "../board/config/fail-safe";
import { numberComponent, shownNumber } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/** A dimmable output. Commands: 0 … 100 (percent, rounded to a whole number), ON (the last level), OFF, TOGGLE. */
export interface PwmActuatorConfig extends PinActuatorBase {
  type: "pwm";
  /**
   * Frequency of the square wave. On the ESP8266 at most 1000, and the same for all.
   * @asType integer
   * @minimum 1
   * @maximum 40000
   */
  hz: number;
  /**
   * Level at boot in percent.
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  initialValue: number;
  failSafe?: LevelFailSafe;
}

const driver = firmware<typeof import("../../../firmware/actuators/pwm")>("actuators/pwm");

export const pwm: ActuatorDescriptor<PwmActuatorConfig> = {
  type: "pwm",
  defaults: { hz: 1000, initialValue: 0 },
  pins: { pin: "square wave" },
  example: ({ initialValue }) => (initialValue === 40 ? "60" : "40"),
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "100",
  // Any dimmable output: a heater, a fan. What is a light has a kind of its own.
  homeAssistant: { commanded: () => numberComponent(0, 100, "%"), shown: () => shownNumber("%") },
  make: ({ pin, hz, initialValue }) => driver.pwm(engine("pins").pwmPins, { pin: pinNumber(pin), hz, initialValue }),
};
