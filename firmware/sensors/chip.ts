import type { Chip, Thermometer, Wifi } from "../engine/engine";
import type { Sensor } from "./sensor";

/** What the chip knows of itself: whole numbers. */

/** Seconds since boot. */
export function uptime(chip: Chip): Sensor {
  return { sample: () => chip.uptimeSeconds() };
}

/** Memory the interpreter has left, in bytes. */
export function freeMemory(chip: Chip): Sensor {
  return { sample: () => chip.freeMemoryBytes() };
}

/** Wi-Fi signal strength in dBm; no reading while not connected. */
export function signalStrength(wifi: Wifi): Sensor {
  return { sample: () => wifi.signalStrength() };
}

/** The chip's own temperature in °C; no reading on chips without the sensor. */
export function chipTemperature(thermometer: Thermometer): Sensor {
  return { sample: () => thermometer.celsius() };
}
