/** Payloads of readings. */

/**
 * A number with so many digits after the point, rounded before: Espruino's own toFixed cuts off where there are none, and makes 9.9
 * of 9.96.
 */
export function fixed(value: number, decimals: number): string {
  // One expression: the build writes it out for each sensor, with its numbers in place.
  return decimals > 0
    ? (Math.floor(value * Math.pow(10, decimals) + 0.5) / Math.pow(10, decimals)).toFixed(decimals)
    : Math.floor(value + 0.5).toFixed(0);
}

/** 1 is ON, 0 is OFF. */
export function onOff(value: number): string {
  return value === 1 ? "ON" : "OFF";
}
