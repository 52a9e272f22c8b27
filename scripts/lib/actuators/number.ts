import type { ActuatorBase } from "../board/config/actuator";
import { commanded, numberComponent, shown, shownNumber } from "../home-assistant/component";
import { firmware } from "../program/code";
import { setPointName } from "../program/names";
import { storedValue } from "../program/settings";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";
import { checkSteps, decimalsIn, middleStep } from "./steps";

/**
 * A number that is set from outside, such as the temperature that a thermostat holds. It is kept in the chip's flash memory, and
 * outlives a reboot: written once it has stood for 5 to 10 s, and at most once a minute. Commands: a number from min to max,
 * rounded to the nearest step.
 */
export interface NumberActuatorConfig extends ActuatorBase {
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
   * How far its values lie apart. Home Assistant takes no finer ones than 0.001.
   * @minimum 0.001
   * @maximum 1e6
   */
  step: number;
  /** For people and Home Assistant, such as "°C". */
  unit?: string;
  /**
   * What it is before it was ever set. Default: min
   * @minimum -1e6
   * @maximum 1e6
   */
  initialValue: number;
}

const { setPoint } = firmware<typeof import("../../../firmware/actuators/number")>("actuators/number");

export const number: ActuatorDescriptor<NumberActuatorConfig> = {
  type: "number",
  defaults: { step: 1 },
  exampleEntry: { min: 2, max: 15, step: 0.5, unit: "°C" },
  derived: { initialValue: ({ min }) => min },
  check: checkSteps,
  example: middleStep,
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "33.3333",
  handle: "NumberActuator",
  hasNumber: true,
  homeAssistant: {
    commanded: (config) => {
      const { min, max, step, unit } = config;
      return { ...numberComponent(min, max, unit, step), ...commanded(config) };
    },
    shown: (config) => ({ ...shownNumber(config.unit), ...shown(config) }),
  },
  control: ({ min, max, step, unit = "" }) => ({ kind: "number", from: min, to: max, step, unit }),
  isKept: () => true,
  isDoneAwake: true,
  make: ({ id, min, max, step, initialValue }, program) => {
    const decimals = decimalsIn(min, step);
    const made = setPoint({ min, max, step, decimals }, initialValue, storedValue(program, id, ""));
    return program.before.define(setPointName(id), made);
  },
};
