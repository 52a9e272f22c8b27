import type { Hearing } from "./messages";
import type { Id } from "./names";

/** What all kinds of rules are asked for. */
export interface RuleBase {
  type: string;
  /** The id of the actuator that is commanded. */
  actuator: Id;
}

/** A rule that goes by what the board measures. */
export interface SensorRuleBase extends RuleBase {
  /** The id of a sensor, or of one of its several values: "<id>-<value>". */
  sensor: string;
}

/** A rule that goes by what others say. */
export interface HearingRuleBase extends RuleBase, Hearing {}
