import type { FilterConfig } from "./filters";
import type { Id, PinName } from "./names";
import type {
  Aht20SensorConfig,
  Bh1750SensorConfig,
  Bme280SensorConfig,
  Bmp280SensorConfig,
  Ds18b20SensorConfig,
  Sht3xSensorConfig,
} from "./parts";

/** What a board measures. */

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
   * @default 3600
   * @minimum 1
   * @maximum 86400
   */
  maxSilenceSeconds?: number;
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

/**
 * A voltage on a pin, as value = fraction of full scale × scale + offset. On the ESP8266 full scale is 1.0 V at the chip, which is
 * some 3.3 V at the A0 of development boards that have a divider.
 */
export interface AnalogSensorConfig extends ChannelConfig, SensorBase {
  type: "analog";
  /** One of D32 … D39; A0 on the ESP8266. */
  pin: PinName;
  /**
   * The voltage that is full scale, nominally: what Espruino's ESP32.setAtten offers. The converter is not straight: where volts
   * matter, measure two of them and put a "calibrate_linear" filter behind. Default: 3.6, of which the pin reaches 3.3
   */
  rangeVolts?: 1 | 1.34 | 2 | 3.6;
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

/** A thermistor (NTC) in a divider on an analog pin: its temperature in °C. Give either "beta" or "steinhartHart". */
export interface NtcSensorConfig extends ChannelConfig, SensorBase {
  type: "ntc";
  /** One of D32 … D39; A0 on the ESP8266. */
  pin: PinName;
  /**
   * Where the thermistor is: "lower" between the pin and ground, "upper" between the pin and the supply.
   * @default "lower"
   */
  position?: "lower" | "upper";
  /**
   * The other resistor of the divider.
   * @minimum 1
   * @maximum 1e8
   */
  resistorOhms: number;
  /**
   * The thermistor's resistance at 25 °C.
   * @default 10000
   * @minimum 1
   * @maximum 1e8
   */
  ohmsAt25?: number;
  /**
   * The B parameter from its data sheet, in kelvin.
   * @minimum 500
   * @maximum 10000
   */
  beta?: number;
  steinhartHart?: SteinhartHartConfig;
  /**
   * What the divider is supplied with.
   * @default 3.3
   * @minimum 0.5
   * @maximum 5
   */
  supplyVolts?: number;
  /**
   * The voltage on the pin that reads as full scale; chips differ. Measure yours, or correct with a filter.
   * @default 3.3
   * @minimum 0.5
   * @maximum 5
   */
  fullScaleVolts?: number;
  /**
   * Digits after the decimal point.
   * @default 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

/** Coefficients of 1/T = a + b ln R + c (ln R)³, in kelvin and ohms. */
export interface SteinhartHartConfig {
  a: number;
  b: number;
  c: number;
}

/** A contact or a logic level: ON and OFF. */
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

/** Pulses of a meter, a flow sensor or an anemometer: how fast they come, and how many there were. */
export interface PulseCounterSensorConfig extends SensorBase {
  type: "pulseCounter";
  pin: PinName;
  /**
   * Pull resistor inside the chip.
   * @default "up"
   */
  pull?: "up" | "down" | "none";
  /**
   * Whether the level is low during a pulse, as with a contact to ground.
   * @default true
   */
  activeLow?: boolean;
  /**
   * How long a pulse, and the pause between two, have to last, in milliseconds: 5 keeps a contact that bounces from counting
   * twice. 0 counts every edge at which a pulse begins.
   * @default 0
   * @minimum 0
   * @maximum 1000
   */
  debounceMs?: number;
  /**
   * Pulses for one unit of the total, such as the 1000 that a meter of electricity prints as "1000 imp/kWh".
   * @default 1
   * @minimum 1e-6
   * @maximum 1e9
   */
  pulsesPerUnit?: number;
  /**
   * Unit of the total, such as "kWh", "m³" or "L". Without one the total is a number, and the rate that number a second.
   * @minLength 1
   */
  unit?: string;
  /**
   * After how many seconds without a pulse the rate is 0. Until then it falls as the absence of pulses shows that it must have.
   * @default 300
   * @minimum 1
   * @maximum 86400
   */
  zeroAfterSeconds?: number;
  /** How fast the pulses come, measured between them; false: not published. */
  rate?: false | PulseRateConfig;
  /** How many pulses there were; false: not published. */
  total?: false | PulseTotalConfig;
}

export interface PulseRateConfig extends ChannelConfig {
  /**
   * "W" or "kW" where the total is energy, else a unit by time, such as "L/min" or "m³/h". Default: "W" for energy, "m³/h" for
   * "m³", else the unit of the total with "/min"; "Hz" where it has none
   * @minLength 1
   */
  unit?: string;
  /**
   * Digits after the decimal point.
   * @default 1
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
}

export interface PulseTotalConfig extends ChannelConfig {
  /**
   * Digits after the decimal point.
   * @default 3
   * @asType integer
   * @minimum 0
   * @maximum 6
   */
  decimals?: number;
  /**
   * Has the total outlive a reboot: it is saved in flash memory, which wears, every so many minutes in which it changed. What was
   * counted since is lost with the power. Default: it begins at 0 with each boot
   * @asType integer
   * @minimum 5
   * @maximum 1440
   */
  keepEveryMinutes?: number;
}

/**
 * The distance to the nearest thing that reflects sound, in cm, from an HC-SR04 or JSN-SR04T. Its echo line gives 5 V, of which the
 * ESP32 bears 3.3: put a divider between. Nothing in reach is no reading.
 */
export interface HcSr04SensorConfig extends ChannelConfig, SensorBase {
  type: "hcsr04";
  triggerPin: PinName;
  echoPin: PinName;
  /**
   * Nothing further away counts.
   * @default 400
   * @minimum 10
   * @maximum 600
   */
  maximumCm?: number;
  /**
   * Digits after the decimal point.
   * @default 1
   * @asType integer
   * @minimum 0
   * @maximum 3
   */
  decimals?: number;
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

/**
 * The chip's own temperature in °C: not calibrated, off by up to 10 °C, and none on chips without the sensor. Good for seeing
 * that it gets hot.
 */
export interface ChipTemperatureSensorConfig extends ChannelConfig, SensorBase {
  type: "chipTemperature";
}

/** @discriminator type */
export type SensorConfig =
  | AnalogSensorConfig
  | NtcSensorConfig
  | DigitalSensorConfig
  | PulseCounterSensorConfig
  | HcSr04SensorConfig
  | UptimeSensorConfig
  | FreeMemorySensorConfig
  | SignalStrengthSensorConfig
  | ChipTemperatureSensorConfig
  | Ds18b20SensorConfig
  | Bmp280SensorConfig
  | Bme280SensorConfig
  | Sht3xSensorConfig
  | Aht20SensorConfig
  | Bh1750SensorConfig;
