import type { ActuatorConfig } from "../actuators/registry";
import type { RuleConfig } from "../rules/registry";
import type { SensorConfig } from "../sensors/registry";
import type { NodeBase } from "./config/node";

export type { ActuatorConfig } from "../actuators/registry";
export type { FilterConfig } from "../filters/registry";
export type { RuleConfig } from "../rules/registry";
export type { SensorConfig } from "../sensors/registry";

/**
 * A board as it is once its file was loaded: checked, with its secrets in place and all that the file left out. This type and the
 * descriptors' are the source of boards/board.schema.json (`npm run schema`); their comments are what editors show.
 */
export interface Board extends NodeBase {
  /** What the board measures. */
  sensors: SensorConfig[];
  /** What the board drives. */
  actuators: ActuatorConfig[];
  /** What the board does by itself, with or without a broker. */
  rules: RuleConfig[];
}

/** A board as somebody writes it. What has to be there is the schema's to say. */
export type BoardFile = Written<Board>;

type Written<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Entry)[]
    ? Written<Entry>[]
    : { [Key in keyof T]?: Written<T[Key]> };
