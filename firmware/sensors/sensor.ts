/** A part that measures one quantity. Sampling never blocks and never throws. */
export interface Sensor {
  /** Takes a reading in the sensor's unit; NaN when there is none. */
  sample(): number;
  /** The payload for a reading. */
  format(value: number): string;
  /** Calls `changed` when there is a new reading between two periods; only parts that notice by themselves have it. */
  watch?(changed: () => void): void;
}
