import { saturationHpa } from "./magnus";
import type { Sensor } from "./sensor";

/** 100 Pa by the gas constant of water vapour, 461.5 J/(kg·K): in g·K/(m³·hPa). */
const GRAMS_KELVIN = 216.68;
const ZERO_CELSIUS_KELVIN = 273.15;

/**
 * How much water a cubic metre of air holds, in grams: the vapour's pressure (magnus.ts) by the law of ideal gases.
 * @param percent Relative humidity over water
 */
export function gramsPerCubicMetre(celsius: number, percent: number): number {
  return (GRAMS_KELVIN * saturationHpa(celsius) * percent) / 100 / (ZERO_CELSIUS_KELVIN + celsius);
}

/** The absolute humidity of the temperature and the humidity that others measure. */
export function absoluteHumidity(celsius: () => number, percent: () => number): Sensor {
  return { sample: () => gramsPerCubicMetre(celsius(), percent()) };
}
