import type { Id, PinName } from "./names";

/** What a board measures. */

/** What one value of a sensor can be asked for. */
export interface ChannelConfig {
  /** Where the value is published. Default: <base>/<id>/state, for one of several values <base>/<id>/<value>/state */
  stateTopic?: string;
}

export interface SensorBase {
  id: Id;
  /**
   * Seconds between two readings.
   * @minimum 0.1
   * @maximum 86400
   */
  periodSeconds: number;
  /**
   * Quality of service of the readings: 0 at most once, 1 at least once, 2 exactly once. 1 and 2 use the outbox.
   * @default 0
   */
  qos?: 0 | 1 | 2;
}

/** A voltage on a pin, as value = fraction of full scale × scale + offset. */
export interface AnalogSensorConfig extends ChannelConfig, SensorBase {
  type: "analog";
  /** One of D32 … D39. */
  pin: PinName;
  /**
   * @default 1
   * @minimum -1e9
   * @maximum 1e9
   */
  scale?: number;
  /**
   * @default 0
   * @minimum -1e9
   * @maximum 1e9
   */
  offset?: number;
  /** Unit of the value, for people and tools; it is not published with it. */
  unit?: string;
  /**
   * Digits after the decimal point.
   * @default 2
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

/** A contact or a logic level: ON and OFF, published when it changes and on its period. */
export interface DigitalSensorConfig extends ChannelConfig, SensorBase {
  type: "digital";
  pin: PinName;
  /**
   * Pull resistor inside the chip.
   * @default "up"
   */
  pull?: "up" | "down" | "none";
  /**
   * Whether a low level means ON.
   * @default false
   */
  activeLow?: boolean;
  /**
   * How long a level has to stand before it counts, in milliseconds.
   * @default 50
   * @asType integer
   * @minimum 1
   * @maximum 5000
   */
  debounceMs?: number;
}

/** Seconds since boot. */
export interface UptimeSensorConfig extends ChannelConfig, SensorBase {
  type: "uptime";
}

/** Memory the interpreter has left, in bytes. */
export interface FreeMemorySensorConfig extends ChannelConfig, SensorBase {
  type: "freeMemory";
}

/** Wi-Fi signal strength in dBm. */
export interface SignalStrengthSensorConfig extends ChannelConfig, SensorBase {
  type: "signalStrength";
}

/** @discriminator type */
export type SensorConfig =
  AnalogSensorConfig | DigitalSensorConfig | UptimeSensorConfig | FreeMemorySensorConfig | SignalStrengthSensorConfig;
