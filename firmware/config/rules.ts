import type { Id } from "./names";

/** What a board does by itself, with or without a broker. */

/**
 * A contact that commands an actuator: a push button that toggles a lamp, a rocker switch, a bell. The contact itself counts,
 * once it stood for "debounceMs", whatever filters its sensor has.
 */
export interface ButtonRuleConfig {
  type: "button";
  /** The id of a "digital" sensor, which may not have "publish": "period". */
  sensor: Id;
  /** The id of the actuator that is commanded. */
  actuator: Id;
  /**
   * Which change of the contact counts: to ON, to OFF, or both, as a rocker switch needs it. A contact that is held at boot is none.
   * @default "ON"
   */
  when?: "ON" | "OFF" | "both";
  /**
   * The command, as it would be published.
   * @default "TOGGLE"
   * @minLength 1
   * @maxLength 128
   */
  command?: string;
}

export type RuleConfig = ButtonRuleConfig;
