import { unitFor } from "./device-classes";

/** An entity of a discovery message: its platform (Home Assistant's "component") and what is told of it. */
export interface Component {
  p: string;
  [key: string]: unknown;
}

/** A light whose JSON state is shown and not commanded. */
export const LIT: Component = { p: "binary_sensor", dev_cla: "light", val_tpl: "{{ value_json.state }}" };

/** A number to be set, by whole steps unless another one is given. */
export function numberComponent(min: number, max: number, unit: string | undefined, step = 1): Component {
  return { p: "number", min, max, step, ...unitOf(unit) };
}

/** A number to be looked at. */
export function shownNumber(unit: string | undefined): Component {
  return { p: "sensor", ...unitOf(unit) };
}

function unitOf(unit: string | undefined): { unit_of_meas?: string } {
  return unit === undefined ? {} : { unit_of_meas: unitFor(unit) };
}
