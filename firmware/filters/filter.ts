/**
 * A step between what a sensor measures and what is published. Takes a reading, NaN where there was none, and gives what
 * goes on to the next step; undefined when nothing does. Names and meaning are ESPHome's ("Sensor Filters"), but no filter
 * makes a number of NaN. A filter serves one channel: most remember something.
 */
export type Filter = (value: number) => number | undefined;

/** Takes what goes on, NaN for "no reading": the rest of a chain, and at its end what publishes. */
export type Pass = (value: number) => void;

/** Memory of fixed size, from index 0, made at boot. */
export interface Ring {
  [index: number]: number;
}
