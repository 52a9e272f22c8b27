import type { Thermometer } from "../engine/engine";
import type { Sensor } from "./sensor";

/** The chip's own temperature in °C; no reading on chips without the sensor. */
export function chipTemperature(thermometer: Thermometer): Sensor {
  return { sample: () => thermometer.celsius() };
}
