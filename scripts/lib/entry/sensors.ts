import type { SensorConfig } from "../../../firmware/config";
import { DEFAULTS } from "../board-defaults";
import type { Imports } from "./imports";
import { pinNumber } from "./pins";

/** The expression that makes a sensor's driver. @param engine The engine's folder */
export function sensorDriver(sensor: SensorConfig, engine: string, imports: Imports): string {
  switch (sensor.type) {
    case "analog":
      return (
        `${imports.use("sensors/analog", "analog")}(${imports.use(`${engine}/pins`, "analogPins")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, scale: ${sensor.scale ?? 1}, offset: ${sensor.offset ?? 0}, ` +
        `decimals: ${sensor.decimals ?? DEFAULTS.decimals} })`
      );
    case "digital":
      return (
        `${imports.use("sensors/digital", "digital")}(${imports.use(`${engine}/pins`, "digitalInputs")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, pull: "${sensor.pull ?? DEFAULTS.pull}", ` +
        `activeLow: ${sensor.activeLow ?? false}, debounceMs: ${sensor.debounceMs ?? DEFAULTS.debounceMs} })`
      );
    case "uptime":
    case "freeMemory":
      return `${imports.use("sensors/chip", sensor.type)}(chip)`;
    case "signalStrength":
      return `${imports.use("sensors/chip", sensor.type)}(wifi)`;
  }
}
