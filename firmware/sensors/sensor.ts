/**
 * Whether there is no reading. NaN alone is not what it is; Espruino's `isNaN` costs twice as much.
 */
export function isMissing(value: number): boolean {
  return value !== value;
}

/** What measures one quantity at once. Sampling never blocks and never throws. */
export interface Sensor {
  /** Takes a reading in the sensor's unit; NaN when there is none. */
  sample(): number;
  /** Calls `changed` when there is a new reading between two periods; only sensors that notice by themselves have it. */
  watch?(changed: () => void): void;
}
