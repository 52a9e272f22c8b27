import type { PinActuatorBase } from "../board/config/actuator";
import { buttonComponent, shown } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/** An LED by which a board is found among others, such as the one on it. Command: PRESS, at which it blinks for five seconds. */
export interface IdentifyActuatorConfig extends PinActuatorBase {
  type: "identify";
  /** Whether a low level lights it. */
  activeLow: boolean;
}

const driver = firmware<typeof import("../../../firmware/actuators/identify")>("actuators/identify");

export const identify: ActuatorDescriptor<IdentifyActuatorConfig> = {
  type: "identify",
  defaults: { activeLow: false },
  pins: { pin: "driven" },
  example: () => "PRESS",
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "OFF",
  handle: "IdentifyActuator",
  homeAssistant: {
    commanded: (config) => ({ ...buttonComponent(config), dev_cla: "identify", ent_cat: "diagnostic" }),
    shown: (config) => ({ p: "binary_sensor", ent_cat: "diagnostic", en: false, ...shown(config) }),
  },
  control: () => ({ kind: "press", payload: "PRESS" }),
  changesByItself: () => true,
  isDoneAwake: true,
  make: ({ pin, activeLow }, program) =>
    driver.identify(engine("pins").digitalOutputs, alarms(program), { pin: pinNumber(pin), activeLow }),
};
