/** Payloads of readings. */

/**
 * A number with so many digits after the point, rounded before: Espruino's own toFixed cuts off where there are none, and makes 9.9
 * of 9.96.
 */
export function fixed(value: number, decimals: number): string {
  const steps = Math.pow(10, decimals);
  return (Math.floor(value * steps + 0.5) / steps).toFixed(decimals);
}

/** 1 is ON, 0 is OFF. */
export function onOff(value: number): string {
  return value === 1 ? "ON" : "OFF";
}
