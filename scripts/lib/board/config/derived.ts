import type { QuantityConfig, SensorBase } from "./sensor";

/**
 * The name of a value that the board measures: the id of a sensor, or of one of its several values "<id>/<value>", such as
 * "room/temperature".
 * @pattern ^[a-zA-Z0-9_-]{1,32}(/[a-zA-Z0-9]+)?$
 */
export type ValueName = string;

/** A value that is worked out of others of the board. */
export interface DerivedSensorBase extends QuantityConfig, SensorBase {
  /**
   * Seconds between two readings. Default: it is worked out, and published, each time that the slowest of its sources was read, right
   * behind it
   * @minimum 0.1
   * @maximum 86400
   */
  periodSeconds: number;
}
