/** Payloads of readings. */

/**
 * A number with so many digits after the point, rounded before: Espruino's own toFixed cuts off where there are none, and makes 9.9
 * of 9.96. Nothing is added to it first: where numbers have 24 bits, a half more than seven digits can hold would go astray.
 */
export function fixed(value: number, decimals: number): string {
  const steps = Math.pow(10, decimals);
  const scaled = value * steps;
  const whole = Math.floor(scaled);
  return ((scaled - whole < 0.5 ? whole : whole + 1) / steps).toFixed(decimals);
}

/** 1 is ON, 0 is OFF. */
export function onOff(value: number): string {
  return value === 1 ? "ON" : "OFF";
}
