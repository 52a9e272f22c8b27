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

export interface QuantityConfig extends ChannelConfig {
  /**
   * Digits after the decimal point.
   * @default 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

export interface PressureConfig extends ChannelConfig {
  /**
   * Unit of the value.
   * @default "hPa"
   */
  unit?: "hPa" | "Pa" | "kPa" | "mmHg" | "inHg";
  /**
   * Digits after the decimal point. Default: 0 for Pa, 2 for kPa and inHg, else 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

/** A BMP280 on an I²C bus: temperature in °C and air pressure, as it is where the part is. */
export interface Bmp280SensorConfig extends PartBase {
  type: "bmp280";
  /**
   * 0x77 where its pin SDO is high.
   * @default "0x76"
   */
  address?: "0x76" | "0x77";
  /** false: not published. */
  temperature?: false | QuantityConfig;
  /** false: not published. */
  pressure?: false | PressureConfig;
}

/** A BME280 on an I²C bus: temperature in °C, relative humidity in %, and air pressure as it is where the part is. */
export interface Bme280SensorConfig extends PartBase {
  type: "bme280";
  /**
   * 0x77 where its pin SDO is high.
   * @default "0x76"
   */
  address?: "0x76" | "0x77";
  /** false: not published. */
  temperature?: false | QuantityConfig;
  /** false: not published. */
  humidity?: false | QuantityConfig;
  /** false: not published. */
  pressure?: false | PressureConfig;
}

/** An SHT30, SHT31 or SHT35 on an I²C bus: temperature in °C and relative humidity in %. */
export interface Sht3xSensorConfig extends PartBase {
  type: "sht3x";
  /**
   * 0x45 where its pin ADDR is high.
   * @default "0x44"
   */
  address?: "0x44" | "0x45";
  /** false: not published. */
  temperature?: false | QuantityConfig;
  /** false: not published. */
  humidity?: false | QuantityConfig;
}

/** An AHT20 on an I²C bus: temperature in °C and relative humidity in %. Its address is always 0x38. */
export interface Aht20SensorConfig extends PartBase {
  type: "aht20";
  /** false: not published. */
  temperature?: false | QuantityConfig;
  /** false: not published. */
  humidity?: false | QuantityConfig;
}

/** A BH1750 on an I²C bus: illuminance in lx. */
export interface Bh1750SensorConfig extends ChannelConfig, PartBase {
  type: "bh1750";
  /**
   * 0x5c where its pin ADDR is high.
   * @default "0x23"
   */
  address?: "0x23" | "0x5c";
  /**
   * Digits after the decimal point.
   * @default 0
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

export type PartSensorConfig =
  | Ds18b20SensorConfig
  | Bmp280SensorConfig
  | Bme280SensorConfig
  | Sht3xSensorConfig
  | Aht20SensorConfig
  | Bh1750SensorConfig;
