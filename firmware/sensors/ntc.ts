import type { AnalogPins, Pin } from "../engine/engine";
import type { Sensor } from "./sensor";

export interface NtcOptions {
  pin: Pin;
  /** The other resistor of the divider. */
  resistorOhms: number;
  /** Whether the thermistor is between the pin and the supply; else it is between the pin and ground. */
  isUpper: boolean;
  /** The voltage that reads as full scale, as a part of the divider's supply. */
  fullScale: number;
  /** Coefficients of Steinhart and Hart: 1/T = a + b ln R + c (ln R)³, in kelvin and ohms. */
  a: number;
  b: number;
  c: number;
}

const ZERO_CELSIUS_KELVIN = 273.15;
/** The nearest that a working divider comes to its ends: beyond it the thermistor, or its wire, is broken or shorted. */
const END = 0.002;

/** The thermistor's resistance where the pin stands at the part `ratio` (0 … 1) of the supply; NaN where none can be told. */
export function ntcOhms(ratio: number, resistorOhms: number, isUpper: boolean): number {
  if (!(ratio > END && ratio < 1 - END)) {
    return NaN;
  }
  return isUpper ? (resistorOhms * (1 - ratio)) / ratio : (resistorOhms * ratio) / (1 - ratio);
}

/** Temperature in °C. @param ohms Above 0, or NaN. Source: I. Steinhart and S. Hart, Deep-Sea Research 15 (1968), 497. */
export function ntcCelsius(ohms: number, a: number, b: number, c: number): number {
  const ln = Math.log(ohms);
  return 1 / (a + b * ln + c * ln * ln * ln) - ZERO_CELSIUS_KELVIN;
}

/** A thermistor in a divider on an analog pin, in °C. */
export function ntc(pins: AnalogPins, options: NtcOptions): Sensor {
  return {
    sample: () => {
      const ohms = ntcOhms(pins.read(options.pin) * options.fullScale, options.resistorOhms, options.isUpper);
      return isNaN(ohms) ? NaN : ntcCelsius(ohms, options.a, options.b, options.c);
    },
  };
}
