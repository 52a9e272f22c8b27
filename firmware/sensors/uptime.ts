import type { Chip } from "../engine/engine";
import type { Sensor } from "./sensor";

/** Seconds since boot, whole. */
export function uptime(chip: Chip): Sensor {
  return { sample: () => chip.uptimeSeconds() };
}
