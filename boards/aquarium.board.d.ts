// Made of aquarium.json by whatever loads it, such as npm start: what is changed here is lost.

import type {
  BoardProgram,
  NumberActuator,
  NumberSensor,
  Publication,
  SwitchActuator,
} from "../firmware/app/program/program";

/** What it measures. */
export interface Sensors {
  /** ds18b20, in °C */
  water: NumberSensor;
}

/** What it drives. */
export interface Actuators {
  heater: SwitchActuator;
  day: NumberActuator;
  night: NumberActuator;
}

/** What it tells. */
export interface Publications {
  /** home/aquarium/alarm */
  alarm: Publication;
}

/** What the program of aquarium.json is given. */
export type Aquarium = BoardProgram<Sensors, Actuators, Record<never, never>, Publications, "time">;
