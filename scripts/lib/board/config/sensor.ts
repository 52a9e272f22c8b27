import type { FilterConfig } from "../../filters/registry";
import type { Id } from "./names";

/** What all kinds of sensors are asked for. */

/** What one value of a sensor can be asked for. */
export interface ChannelConfig {
  /**
   * The value's name for people, in Home Assistant. Default: the id, with spaces
   * @minLength 1
   */
  name?: string;
  /**
   * Home Assistant's device class: what the value is, such as "moisture" or "door". It has to fit the unit. Default: that of the
   * type of sensor; none for "analog" and "digital"
   */
  deviceClass?: string;
  /** Where the value is published. Default: <base>/<id>/state, for one of several values <base>/<id>/<value>/state */
  stateTopic?: string;
  /**
   * What happens to the value before it is published, in this order.
   * @minItems 1
   * @maxItems 16
   */
  filters?: FilterConfig[];
  /**
   * When the value is published: on the period; when it changed, as published, since it was published last; or on the period and
   * also when it changes between two periods, which only "digital" notices. Default: "both" for digital, "period" for all others
   */
  publish?: "period" | "change" | "both";
  /**
   * With "publish": "change", after how many seconds a value is published again that did not change.
   * @minimum 1
   * @maximum 86400
   */
  maxSilenceSeconds: number;
}

/** A value with digits behind the point. */
export interface QuantityConfig extends ChannelConfig {
  /**
   * Digits after the decimal point.
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals: number;
}

export interface SensorBase {
  type: string;
  id: Id;
  /**
   * Seconds between two readings. Needed, but on a board with `sleep`, which takes one reading at each wake.
   * @minimum 0.1
   * @maximum 86400
   */
  periodSeconds: number;
  /** Quality of service of the readings: 0 at most once, 1 at least once, 2 exactly once. 1 and 2 use the outbox. */
  qos: 0 | 1 | 2;
}

/** A sensor on a bus. */
export interface BusSensorBase extends SensorBase {
  /** The id of the bus it is on. Default: the only one of its kind */
  bus: string;
}
