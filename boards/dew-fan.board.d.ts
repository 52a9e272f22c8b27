// Made of dew-fan.json by whatever loads it, such as npm start: what is changed here is lost.

import type { BoardProgram, NumberSensor, ProgramSensor, SwitchActuator } from "../firmware/app/program/program";

/** What it measures. */
export interface Sensors {
  /** bme280 */
  inside: {
    /** in °C */
    temperature: NumberSensor;
    /** in % */
    humidity: NumberSensor;
  };
  /** bme280 */
  outside: {
    /** in °C */
    temperature: NumberSensor;
    /** in % */
    humidity: NumberSensor;
  };
  /** program, in °C */
  drying: ProgramSensor;
}

/** What it drives. */
export interface Actuators {
  fan: SwitchActuator;
}

/** What the program of dew-fan.json is given. */
export type DewFan = BoardProgram<Sensors, Actuators>;
