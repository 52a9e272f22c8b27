import type { Chip, Wifi } from "../engine/engine";
import type { Sensor } from "./sensor";

/** What the chip knows of itself: whole numbers. */
function whole(sample: () => number): Sensor {
  return { sample, format: (value) => value.toFixed(0) };
}

/** Seconds since boot. */
export function uptime(chip: Chip): Sensor {
  return whole(() => chip.uptimeSeconds());
}

/** Memory the interpreter has left, in bytes. */
export function freeMemory(chip: Chip): Sensor {
  return whole(() => chip.freeMemoryBytes());
}

/** Wi-Fi signal strength in dBm; no reading while not connected. */
export function signalStrength(wifi: Wifi): Sensor {
  return whole(() => wifi.signalStrength());
}
