import type { ActuatorConfig, Board } from "../../../firmware/config";
import type { FailSafe } from "../../../firmware/config/fail-safe";
import { DEFAULTS } from "../board-defaults";
import { literal } from "../bytes";
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
    case "rgb":
      return (
        `${imports.use("actuators/rgb", "rgb")}(${imports.use(`${engine}/pixels`, "pixelStrips")}, ` +
        `${imports.use(`${engine}/clock`, "clock")}, ${imports.use(`${engine}/clock`, "timer")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, count: ${actuator.count}, pixel: ${pixel(actuator.order ?? "GRB")}, ` +
        `gamma: ${actuator.gamma ?? DEFAULTS.gamma}, transitionSeconds: ${actuator.transitionSeconds ?? 0}, ` +
        `initialValue: ${actuator.initialValue ?? 0} })`
      );
  }
}

/** The statements that make what the drivers need, before them. */
export function actuatorPreparations(board: Board, engine: string, imports: Imports): string[] {
  if (!(board.actuators ?? []).some(needsAlarms)) return [];
  const [clock, timer] = ["clock", "timer"].map((name) => imports.use(`${engine}/clock`, name));
  return [`const alarms = ${imports.use("actuators/alarms", "createAlarms")}(${clock}, ${timer});`];
}

/** Any actuator: not every kind needs a fail-safe. */
interface MayFailSafe {
  id: string;
  failSafe?: FailSafe<string | number>;
}

function needsAlarms(actuator: ActuatorConfig): boolean {
  return failSafeCommand(actuator) !== undefined;
}

/** The statements that have the actuators of the started node act by themselves. */
export function actuatorStatements(board: Board, imports: Imports): string[] {
  return (board.actuators ?? []).flatMap((actuator: MayFailSafe, index) => {
    const command = failSafeCommand(actuator);
    if (actuator.failSafe === undefined || command === undefined) return [];
    const afterMs = actuator.failSafe.afterSeconds * 1000;
    return [`${imports.use("app/fail-safe", "failSafe")}(node, alarms, ${index}, ${afterMs}, ${literal(command)});`];
  });
}

/** What an actuator is told when no broker can command it; undefined where nothing. */
function failSafeCommand({ failSafe }: MayFailSafe): string | undefined {
  return failSafe === undefined || failSafe.action === "keep" ? undefined : String(failSafe.action);
}

const COLOURS: Record<string, string> = { R: "red", G: "green", B: "blue" };

/** The function that puts a pixel's colours in the order in which the LEDs take them. */
function pixel(order: string): string {
  return `(red, green, blue) => String.fromCharCode(${[...order].map((letter) => COLOURS[letter]).join(", ")})`;
}
