import type { ActuatorBase } from "../board/config/actuator";
import { buttonComponent, shown } from "../home-assistant/component";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/** Restarts the board, a second after it was told to. Command: PRESS. */
export interface RestartActuatorConfig extends ActuatorBase {
  type: "restart";
}

const { restartButton } = firmware<typeof import("../../../firmware/actuators/restart")>("actuators/restart");

export const restart: ActuatorDescriptor<RestartActuatorConfig> = {
  type: "restart",
  defaults: {},
  example: () => "PRESS",
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "OFF",
  handle: "RestartActuator",
  homeAssistant: {
    commanded: (config) => ({ ...buttonComponent(config), dev_cla: "restart", ent_cat: "config" }),
    shown: (config) => ({ p: "binary_sensor", ent_cat: "diagnostic", en: false, ...shown(config) }),
  },
  control: () => ({ kind: "press", payload: "PRESS" }),
  isDoneAwake: true,
  make: () => restartButton(engine("clock").timer, engine("restart").restart),
};
