import type { ActuatorConfig } from "../board/config";
import { unitFor } from "./device-classes";

/** An entity of a discovery message: its platform (Home Assistant's "component") and what is told of it. */
export interface Component {
  p: string;
  [key: string]: unknown;
}

/** How Home Assistant knows one type of actuator; what of its settings matters here is given. */
interface Row {
  /** As what it commands it; topics and names are added. */
  commanded(actuator: object): Component;
  /** As what it shows its state, where it cannot command it: commands of a board may have to be signed. */
  shown(actuator: object): Component;
}

const LIT: Component = { p: "binary_sensor", dev_cla: "light", val_tpl: "{{ value_json.state }}" };

/** A row for each type of actuator: what it takes as commands and publishes as its state, in Home Assistant's words. */
const ROWS: Readonly<Record<string, Row>> = {
  // ON and OFF are Home Assistant's defaults.
  switch: { commanded: () => ({ p: "switch" }), shown: () => ({ p: "binary_sensor" }) },
  // Any dimmable output: a heater, a fan. What is a light has a type of its own.
  pwm: {
    commanded: () => ({ p: "number", min: 0, max: 100, step: 1, unit_of_meas: "%" }),
    shown: () => ({ p: "sensor", unit_of_meas: "%" }),
  },
  light: {
    commanded: () => ({ p: "light", schema: "json", brightness: true, sup_clrm: ["brightness"] }),
    shown: () => LIT,
  },
  rgb: { commanded: () => ({ p: "light", schema: "json", brightness: true, sup_clrm: ["rgb"] }), shown: () => LIT },
  servo: {
    commanded: ({ minAngle = 0, maxAngle = 180 }: { minAngle?: number; maxAngle?: number }) => ({
      p: "number",
      min: minAngle,
      max: maxAngle,
      step: 1,
      unit_of_meas: "°",
    }),
    shown: () => ({ p: "sensor", unit_of_meas: "°" }),
  },
  number: {
    commanded: ({ min, max, step = 1, unit }: NumberSettings) => ({ p: "number", min, max, step, ...unitOf(unit) }),
    shown: ({ unit }: NumberSettings) => ({ p: "sensor", ...unitOf(unit) }),
  },
  // OPEN, CLOSE, STOP and the states are Home Assistant's defaults, and so are positions from 0 to 100.
  cover: { commanded: () => ({ p: "cover" }), shown: () => ({ p: "sensor" }) },
  // PRESS is Home Assistant's default.
  button: { commanded: () => ({ p: "button" }), shown: () => ({ p: "binary_sensor" }) },
};

interface NumberSettings {
  min?: number;
  max?: number;
  step?: number;
  unit?: string;
}

function unitOf(unit: string | undefined): { unit_of_meas?: string } {
  return unit === undefined ? {} : { unit_of_meas: unitFor(unit) };
}

/** The types of actuators that Home Assistant can be told of. */
export const TOLD_ACTUATORS: readonly string[] = Object.keys(ROWS);

/** @param isCommandable Whether Home Assistant can command it. */
export function actuatorComponent(actuator: ActuatorConfig, isCommandable: boolean): Component {
  const row = ROWS[actuator.type];
  if (row === undefined) throw new Error(`Home Assistant is not told what a ${actuator.type} is`);
  return isCommandable ? row.commanded(actuator) : row.shown(actuator);
}
