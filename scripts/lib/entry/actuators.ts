import type { ActuatorConfig } from "../../../firmware/config";
import { DEFAULTS } from "../board-defaults";
import type { Imports } from "./imports";
import { pinNumber } from "./pins";

/** The expression that makes an actuator's driver. @param engine The engine's folder */
export function actuatorDriver(actuator: ActuatorConfig, engine: string, imports: Imports): string {
  switch (actuator.type) {
    case "switch":
      return (
        `${imports.use("actuators/switch", "switchable")}(${imports.use(`${engine}/pins`, "digitalOutputs")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, activeLow: ${actuator.activeLow ?? false}, ` +
        `initialValue: ${actuator.initialValue === "ON"} })`
      );
    case "pwm":
      return (
        `${imports.use("actuators/pwm", "pwm")}(${imports.use(`${engine}/pins`, "pwmPins")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, hz: ${actuator.hz ?? DEFAULTS.hz}, ` +
        `initialValue: ${actuator.initialValue ?? 0} })`
      );
    case "light":
      return (
        `${imports.use("actuators/light", "light")}(${imports.use(`${engine}/pins`, "pwmPins")}, ` +
        `${imports.use(`${engine}/clock`, "clock")}, ${imports.use(`${engine}/clock`, "timer")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, hz: ${actuator.hz ?? DEFAULTS.hz}, gamma: ${actuator.gamma ?? DEFAULTS.gamma}, ` +
        `transitionSeconds: ${actuator.transitionSeconds ?? 0}, initialValue: ${actuator.initialValue ?? 0} })`
      );
  }
}
