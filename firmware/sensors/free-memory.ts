import type { Chip } from "../engine/engine";
import type { Sensor } from "./sensor";

/** Memory the interpreter has left, in bytes. */
export function freeMemory(chip: Chip): Sensor {
  return { sample: () => chip.freeMemoryBytes() };
}
