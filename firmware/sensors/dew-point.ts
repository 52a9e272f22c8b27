import { MAGNUS_B, MAGNUS_C } from "./magnus";
import type { Sensor } from "./sensor";

/**
 * The temperature in °C to which air has to cool for dew to form. Source: WMO-No. 8, annex 4.B (magnus.ts), solved for it.
 * @param percent Relative humidity over water; what a sensor says above 100 is taken for 100. 0 and less have no dew point: NaN
 */
export function dewPointCelsius(celsius: number, percent: number): number {
  if (!(percent > 0)) {
    return NaN;
  }
  const exponent = Math.log(Math.min(percent, 100) / 100) + (MAGNUS_B * celsius) / (MAGNUS_C + celsius);
  return (MAGNUS_C * exponent) / (MAGNUS_B - exponent);
}

/** The dew point of the temperature and the humidity that others measure. */
export function dewPoint(celsius: () => number, percent: () => number): Sensor {
  return { sample: () => dewPointCelsius(celsius(), percent()) };
}
