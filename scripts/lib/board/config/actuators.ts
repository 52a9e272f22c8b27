import type { ButtonActuatorConfig } from "./button";
import type { CoverActuatorConfig } from "./cover";
import type { LevelFailSafe } from "./fail-safe";
import type { LightActuatorConfig } from "./light";
import type { Id, PinName } from "./names";
import type { NumberActuatorConfig } from "./number";
import type { RgbActuatorConfig } from "./rgb";
import type { SwitchActuatorConfig } from "./switch";
import type { ServoActuatorConfig } from "./servo";

/** What a board drives. */

export interface ActuatorBase {
  id: Id;
  pin: PinName;
  /**
   * Its name for people, in Home Assistant. Default: the id, with spaces
   * @minLength 1
   */
  name?: string;
  /** Where commands are taken. Default: <base>/<id>/set */
  commandTopic?: string;
  /**
   * Quality of service that commands are asked for with: 0 at most once, 1 at least once, 2 exactly once.
   * @default 0
   */
  commandQos?: 0 | 1 | 2;
  /** Where the state is published, retained, after each change. Default: <base>/<id>/state */
  stateTopic?: string;
}

/** A dimmable output. Commands: 0 … 100 (percent), ON (the last level), OFF, TOGGLE. */
export interface PwmActuatorConfig extends ActuatorBase {
  type: "pwm";
  /**
   * Frequency of the square wave. On the ESP8266 at most 1000, and the same for all.
   * @default 1000
   * @asType integer
   * @minimum 1
   * @maximum 40000
   */
  hz?: number;
  /**
   * Level at boot in percent.
   * @default 0
   * @asType integer
   * @minimum 0
   * @maximum 100
   */
  initialValue?: number;
  failSafe?: LevelFailSafe;
}

/** @discriminator type */
export type ActuatorConfig =
  | SwitchActuatorConfig
  | PwmActuatorConfig
  | LightActuatorConfig
  | RgbActuatorConfig
  | NumberActuatorConfig
  | ServoActuatorConfig
  | ButtonActuatorConfig
  | CoverActuatorConfig;
