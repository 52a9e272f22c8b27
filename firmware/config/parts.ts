import type { ChannelConfig, SensorBase } from "./sensors";

/** Sensors on a bus. */

export interface PartBase extends SensorBase {
  /** The id of the bus it is on. Default: the only one of its kind */
  bus?: string;
}

/** A DS18B20 on a 1-wire bus: temperature in °C. It needs all three wires: no power over the data line. */
export interface Ds18b20SensorConfig extends ChannelConfig, PartBase {
  type: "ds18b20";
  /**
   * Its 16 hexadecimal digits, beginning with 28; at boot the node prints those of all parts on the bus. Needed where several
   * are on one bus.
   * @pattern ^[0-9a-fA-F]{16}$
   */
  address?: string;
  /**
   * In bits: 12 are steps of 0.0625 °C and take 750 ms, each bit less takes half the time.
   * @default 12
   */
  resolution?: 9 | 10 | 11 | 12;
  /**
   * Digits after the decimal point.
   * @default 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

export type PartSensorConfig = Ds18b20SensorConfig;
