/** What measures one quantity at once. Sampling never blocks and never throws. */
export interface Sensor {
  /** Takes a reading in the sensor's unit; NaN when there is none. */
  sample(): number;
  /** Calls `changed` when there is a new reading between two periods; only sensors that notice by themselves have it. */
  watch?(changed: () => void): void;
}
