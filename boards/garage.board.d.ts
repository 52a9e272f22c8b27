// Made of garage.json by whatever loads it, such as npm start: what is changed here is lost.

import type {
  BoardProgram,
  ButtonActuator,
  ContactSensor,
  NumberActuator,
  Publication,
} from "../firmware/app/program/program";

/** What it measures. */
export interface Sensors {
  /** digital */
  closed: ContactSensor;
  /** digital */
  beam: ContactSensor;
}

/** What it drives. */
export interface Actuators {
  opener: ButtonActuator;
  wait: NumberActuator;
}

/** What it tells. */
export interface Publications {
  /** home/garage/closing */
  closing: Publication;
}

/** What the program of garage.json is given. */
export type Garage = BoardProgram<Sensors, Actuators, Record<never, never>, Publications>;
