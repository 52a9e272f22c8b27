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

/**
 * A switch that goes by a number: a heater by the temperature, a humidifier by the humidity. It goes on when the value is beyond
 * target and hysteresis, off when it is beyond them on the other side, and stays as it is in between. Limits of the switch hold.
 */
export interface ThermostatRuleConfig {
  type: "thermostat";
  /** The id of a sensor, or of one of its several values: "<id>-<value>". It goes by the values as they are published. */
  sensor: string;
  /** The id of the switch. */
  actuator: Id;
  /** The value to hold, or the id of a "number" among the actuators that says it. */
  target: number | string;
  /**
   * How far below and above the target the value may be, in its unit.
   * @default 0.5
   * @minimum 0
   * @maximum 1e6
   */
  hysteresis?: number;
  /**
   * "heat" switches on below the target, "cool" above it.
   * @default "heat"
   */
  mode?: "heat" | "cool";
  /**
   * How long the last reading is trusted, in seconds. Default: three periods of the sensor, at least 60
   * @asType integer
   * @minimum 1
   * @maximum 86400
   */
  noReadingSeconds?: number;
  /**
   * What the switch is told when there was no reading for so long.
   * @default "OFF"
   */
  noReading?: "OFF" | "ON" | "keep";
}

/** @discriminator type */
export type RuleConfig = ButtonRuleConfig | ThermostatRuleConfig;
