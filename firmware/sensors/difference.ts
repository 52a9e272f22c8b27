import type { Sensor } from "./sensor";

/** What one sensor measures less what another one does; NaN where one of them has no reading. */
export function difference(value: () => number, minus: () => number): Sensor {
  return { sample: () => value() - minus() };
}
