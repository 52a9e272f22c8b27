import type { Platform } from "../engine-files";

/** What a chip draws, typically, at 3.3 V and 25 °C. */
export interface Currents {
  /** In deep sleep, its clock and what it keeps going on, in µA. */
  deepSleepMicroamps: number;
  /** The processor at work with the clock that the engine gives it, the radio off, in mA. */
  computingMilliamps: number;
  /** The radio hearing, in mA. */
  receivingMilliamps: number;
  /** The radio sending at 1 Mbit/s with full power, as it does to join, in mA. */
  transmittingMilliamps: number;
  /** Where that stands. */
  source: string;
}

/**
 * By the tables of the data sheets; where one gives a range, its upper end. Those of the C3 and S3 awake were not read there
 * again, and have to be before anybody goes by them closely. Espruino's clock: 240 MHz on the classic ESP32, 160 MHz on the
 * ESP32-C3, 240 MHz on the ESP32-S3 (targets/esp32 of espruino/Espruino, sdkconfig).
 */
export const CURRENTS: Readonly<Record<Platform["chip"], Currents>> = {
  esp32: {
    deepSleepMicroamps: 10,
    computingMilliamps: 68,
    receivingMilliamps: 100,
    transmittingMilliamps: 240,
    source: 'ESP32 Series Datasheet, "Power Consumption by Power Modes" and "RF Power-Consumption Specifications"',
  },
  esp32c3: {
    deepSleepMicroamps: 5,
    computingMilliamps: 28,
    receivingMilliamps: 84,
    transmittingMilliamps: 335,
    source: 'ESP32-C3 Series Datasheet, "Current Consumption Characteristics"',
  },
  esp32s3: {
    deepSleepMicroamps: 8,
    computingMilliamps: 66,
    receivingMilliamps: 88,
    transmittingMilliamps: 340,
    source: 'ESP32-S3 Series Datasheet, "Current Consumption Characteristics"',
  },
  esp8266: {
    deepSleepMicroamps: 20,
    computingMilliamps: 15,
    receivingMilliamps: 56,
    transmittingMilliamps: 170,
    source: "ESP8266EX Datasheet, tables 3-4 and 5-2",
  },
};
