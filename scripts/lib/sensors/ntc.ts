import type { PinName } from "../board/config/names";
import type { QuantityConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import { betaCoefficients } from "./beta-coefficients";
import type { SensorDescriptor } from "./descriptor";
import { celsius } from "./facts";
import { VOLTAGES } from "./voltages";

/** A thermistor (NTC) in a divider on an analog pin: its temperature in °C. Give either "beta" or "steinhartHart". */
export interface NtcSensorConfig extends QuantityConfig, SensorBase {
  type: "ntc";
  /** One of D32 … D39; on the ESP32-C3 of D1 … D4; A0 on the ESP8266. */
  pin: PinName;
  /** Where the thermistor is: "lower" between the pin and ground, "upper" between the pin and the supply. */
  position: "lower" | "upper";
  /**
   * The other resistor of the divider.
   * @minimum 1
   * @maximum 1e8
   */
  resistorOhms: number;
  /**
   * The thermistor's resistance at 25 °C.
   * @minimum 1
   * @maximum 1e8
   */
  ohmsAt25: number;
  /**
   * The B parameter from its data sheet, in kelvin.
   * @minimum 500
   * @maximum 10000
   */
  beta?: number;
  steinhartHart?: SteinhartHartConfig;
  /**
   * What the divider is supplied with.
   * @minimum 0.5
   * @maximum 5
   */
  supplyVolts: number;
  /**
   * The voltage on the pin that reads as full scale; chips differ. Measure yours, or correct with a filter.
   * @minimum 0.5
   * @maximum 5
   */
  fullScaleVolts: number;
}

/** Coefficients of 1/T = a + b ln R + c (ln R)³, in kelvin and ohms. */
export interface SteinhartHartConfig {
  a: number;
  b: number;
  c: number;
}

const driver = firmware<typeof import("../../../firmware/sensors/ntc")>("sensors/ntc");

export const ntc: SensorDescriptor<NtcSensorConfig> = {
  type: "ntc",
  defaults: { position: "lower", ohmsAt25: 10_000, supplyVolts: 3.3, fullScaleVolts: 3.3, decimals: 1 },
  exampleEntry: { resistorOhms: 10_000, beta: 3950 },
  pins: { pin: "measured" },
  needs: [VOLTAGES],
  // What a thermistor can be in, with room for what its data sheet did not foresee.
  value: ({ decimals }) => celsius(decimals, [-100, 400]),
  check: ({ beta, steinhartHart }, place, source) => {
    if ((beta === undefined) === (steinhartHart === undefined)) {
      source.error(place, 'give either "beta" or "steinhartHart", from the data sheet of the thermistor');
    }
  },
  start: (config, [channel], program) => {
    const { beta = NaN, ohmsAt25, resistorOhms, fullScaleVolts, supplyVolts } = config;
    const coefficients = config.steinhartHart ?? betaCoefficients(ohmsAt25, 25, beta);
    const options = {
      pin: pinNumber(config.pin),
      resistorOhms,
      isUpper: config.position === "upper",
      fullScale: fullScaleVolts / supplyVolts,
      a: coefficients.a,
      b: coefficients.b,
      c: coefficients.c,
    };
    startSensor(program, channel, driver.ntc(engine("pins").analogPins, options));
  },
};
