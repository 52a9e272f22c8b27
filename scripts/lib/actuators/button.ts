import type { PinActuatorBase } from "../board/config/actuator";
import { buttonComponent, shown } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/**
 * A contact that the board closes for a moment: a door opener, a gate, the power button of a computer. Command: PRESS. A PRESS while
 * one is under way makes it no longer. The state is ON while it is pressed, else OFF.
 */
export interface ButtonActuatorConfig extends PinActuatorBase {
  type: "button";
  /** Whether a low level presses it, as most relay boards want it. */
  activeLow: boolean;
  /**
   * How long a press is, in milliseconds. A timer of the chip ends it, whatever else the board is busy with.
   * @asType integer
   * @minimum 10
   * @maximum 60000
   */
  pressMs: number;
}

const { momentary } = firmware<typeof import("../../../firmware/actuators/button")>("actuators/button");
const { digitalOutputs, pulseOutputs } = engine("pins");

export const button: ActuatorDescriptor<ButtonActuatorConfig> = {
  type: "button",
  defaults: { activeLow: false, pressMs: 500 },
  pins: { pin: "driven" },
  example: () => "PRESS",
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "OFF",
  handle: "ButtonActuator",
  homeAssistant: { commanded: buttonComponent, shown: (config) => ({ p: "binary_sensor", ...shown(config) }) },
  control: () => ({ kind: "press", payload: "PRESS" }),
  changesByItself: () => true,
  isDoneAwake: true,
  make: ({ pin, activeLow, pressMs }, program) =>
    momentary(digitalOutputs, pulseOutputs, alarms(program), { pin: pinNumber(pin), activeLow, pressMs }),
};
