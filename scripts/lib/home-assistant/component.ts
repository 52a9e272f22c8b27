import type { ActuatorBase } from "../board/config/actuator";
import { unitFor } from "./device-classes";

/** An entity of a discovery message: its platform (Home Assistant's "component") and what is told of it. */
export interface Component {
  p: string;
  [key: string]: unknown;
}

type Topics = Pick<ActuatorBase, "commandTopic" | "stateTopic">;

/** What is commanded on a topic and tells its state on another. */
export function commanded({ commandTopic, stateTopic }: Topics): { cmd_t: string; stat_t: string } {
  return { cmd_t: commandTopic, stat_t: stateTopic };
}

/** What only tells its state. */
export function shown({ stateTopic }: Pick<Topics, "stateTopic">): { stat_t: string } {
  return { stat_t: stateTopic };
}

/** A light whose JSON state is shown and not commanded. */
export function shownLight(light: Topics): Component {
  return { p: "binary_sensor", dev_cla: "light", val_tpl: "{{ value_json.state }}", ...shown(light) };
}

/** A number to be set, by whole steps unless another one is given. */
export function numberComponent(min: number, max: number, unit: string | undefined, step = 1): Component {
  return { p: "number", min, max, step, ...unitOf(unit) };
}

/** A number to be looked at. */
export function shownNumber(unit: string | undefined): Component {
  return { p: "sensor", ...unitOf(unit) };
}

/** A button that is pressed with PRESS, Home Assistant's default; one has no state there. */
export function buttonComponent({ commandTopic }: Pick<Topics, "commandTopic">): Component {
  return { p: "button", cmd_t: commandTopic };
}

function unitOf(unit: string | undefined): { unit_of_meas?: string } {
  return unit === undefined ? {} : { unit_of_meas: unitFor(unit) };
}
