import type { ActuatorBase } from "../board/config/actuator";
import { numberComponent, shownNumber } from "../home-assistant/component";
import { firmware } from "../program/code";
import { setPointName } from "../program/names";
import { storedValue } from "../program/settings";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

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
  check: ({ min, max, step, initialValue }, place, source) => {
    if (min >= max) {
      source.error([...place, "max"], `has to be more than "min" (${min})`);
      return;
    }
    if (!isWhole((max - min) / step)) {
      source.error([...place, "max"], `is not on a step: from ${min} by ${step} no step comes to ${max}`);
    }
    if (initialValue < min || initialValue > max || !isWhole((initialValue - min) / step)) {
      source.error([...place, "initialValue"], `expected a value from ${min} to ${max}, by ${step}`);
    }
  },
  example: ({ min, max, step, initialValue }) => {
    const middle = Math.ceil(Math.round((max - min) / step) / 2);
    const isInitial = middle === Math.round((initialValue - min) / step);
    return (min + (isInitial ? middle - 1 : middle) * step).toFixed(decimalsIn(min, step));
  },
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "33.3333",
  homeAssistant: {
    commanded: ({ min, max, step, unit }) => numberComponent(min, max, unit, step),
    shown: ({ unit }) => shownNumber(unit),
  },
  isKept: () => true,
  make: ({ id, min, max, step, initialValue }, program) => {
    const decimals = decimalsIn(min, step);
    const made = setPoint({ min, max, step, decimals }, initialValue, storedValue(program, id, ""));
    return program.before.define(setPointName(id), made);
  },
};

/** Steps such as 0.1 are not exact. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

/** How many digits its values have. */
function decimalsIn(min: number, step: number): number {
  return Math.max(decimalsOf(min), decimalsOf(step));
}

/** How many digits a number of at most six has after its decimal point. */
export function decimalsOf(value: number): number {
  return /(?:\.(\d*?))0*$/.exec(value.toFixed(6))?.[1]?.length ?? 0;
}
