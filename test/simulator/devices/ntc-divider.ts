/** A thermistor by its B parameter, in a divider. */
export interface NtcDivider {
  ohmsAt25: number;
  beta: number;
  resistorOhms: number;
  /** Whether the thermistor is between the pin and the supply. */
  isUpper: boolean;
  supplyVolts: number;
}

/** The voltage between the two resistors. */
export function dividerVolts(celsius: number, divider: NtcDivider): number {
  const ntcOhms = divider.ohmsAt25 * Math.exp(divider.beta * (1 / (celsius + 273.15) - 1 / 298.15));
  const lowerOhms = divider.isUpper ? divider.resistorOhms : ntcOhms;
  return (divider.supplyVolts * lowerOhms) / (ntcOhms + divider.resistorOhms);
}
