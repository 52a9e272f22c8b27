/**
 * Water vapour over water by the formula of Magnus, with the constants of the WMO's Guide to Instruments and Methods of Observation
 * (WMO-No. 8, annex 4.B), good from -45 to 60 °C: there it is right to some parts in a thousand.
 */

export const MAGNUS_B = 17.62;
/** In °C. */
export const MAGNUS_C = 243.12;
const AT_ZERO_HPA = 6.112;
/** Its powers stand in the place of the exponential function, which NodeMCU's Lua 5.1 has not. */
const EULER = 2.718281828459045;

/** The saturation vapour pressure in hPa at a temperature in °C. */
export function saturationHpa(celsius: number): number {
  return AT_ZERO_HPA * Math.pow(EULER, (MAGNUS_B * celsius) / (MAGNUS_C + celsius));
}
