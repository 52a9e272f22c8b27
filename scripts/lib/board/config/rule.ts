import type { Id } from "./names";

/** What all kinds of rules are asked for. */
export interface RuleBase {
  type: string;
  /** The id of a sensor, or of one of its several values: "<id>-<value>". */
  sensor: string;
  /** The id of the actuator that is commanded. */
  actuator: Id;
}
