/** Payloads of readings. */

/** A number with so many digits after the point. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals);
}

/** 1 is ON, 0 is OFF. */
export function onOff(value: number): string {
  return value === 1 ? "ON" : "OFF";
}
