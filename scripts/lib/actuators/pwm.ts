import type { PinActuatorBase } from "../board/config/actuator";
import type { LevelFailSafe } from "../board/config/fail-safe";
import { commanded, numberComponent, shown, shownNumber, type Component } from "../home-assistant/component";
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
  /**
   * What it is for Home Assistant. Topics, commands and states stay as they are. "fan" has a speed in percent, "light" a
   * brightness, "valve" a position. Default: a number from 0 to 100
   */
  as?: "fan" | "light" | "valve";
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
  handle: "PwmActuator",
  hasNumber: true,
  homeAssistant: { commanded: commandedAs, shown: (config) => ({ ...shownNumber("%"), ...shown(config) }) },
  control: () => ({ kind: "level" }),
  make: ({ pin, hz, initialValue }) => driver.pwm(engine("pins").pwmPins, { pin: pinNumber(pin), hz, initialValue }),
};

/** What is "0" is off. */
const IS_ON = "{{ 'OFF' if value == '0' else 'ON' }}";

function commandedAs(config: PwmActuatorConfig): Component {
  const topics = commanded(config);
  const { cmd_t, stat_t } = topics;
  switch (config.as) {
    case "fan":
      return { p: "fan", ...topics, stat_val_tpl: IS_ON, pct_cmd_t: cmd_t, pct_stat_t: stat_t };
    case "light":
      // To turn it on it is sent the brightness that it had.
      return {
        p: "light",
        ...topics,
        stat_val_tpl: IS_ON,
        bri_cmd_t: cmd_t,
        bri_stat_t: stat_t,
        bri_scl: 100,
        on_cmd_type: "brightness",
      };
    case "valve":
      return { p: "valve", ...topics, reports_position: true };
    case undefined:
      // Any dimmable output, such as a heater.
      return { ...numberComponent(0, 100, "%"), ...topics };
  }
}
