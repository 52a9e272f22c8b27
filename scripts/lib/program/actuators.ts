import type { ActuatorConfig, Board } from "../board/config";
import type { CoverFailSafe } from "../board/config/cover";
import type { LevelFailSafe } from "../board/config/fail-safe";
import type { AngleFailSafe } from "../board/config/servo";
import type { ServoActuatorConfig } from "../board/config/servo";
import { DEFAULTS, SERVO_DEFAULTS } from "../board/defaults";
import { literal } from "../bytes";
import { coverName, positionStatement } from "./covers";
import type { Imports } from "./imports";
import { pinNumber } from "../platforms/pin-number";
import { keptActuators, setPointName, settingsPreparations, settingsStatements } from "./settings";
import { interlocks, isRelay, ms, switchDriver } from "./switches";

/** The expression that makes an actuator's driver. */
export function actuatorDriver(actuator: ActuatorConfig, imports: Imports): string {
  switch (actuator.type) {
    case "switch":
      return switchDriver(actuator, imports);
    case "number":
      return setPointName(actuator.id);
    case "cover":
      return coverName(actuator.id);
    case "pwm":
      return (
        `${imports.use("actuators/pwm", "pwm")}(${imports.useEngine("pins", "pwmPins")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, hz: ${actuator.hz ?? DEFAULTS.hz}, ` +
        `initialValue: ${actuator.initialValue ?? 0} })`
      );
    case "light":
      return (
        `${imports.use("actuators/light", "light")}(${imports.useEngine("pins", "pwmPins")}, ` +
        `${imports.useEngine("clock", "clock")}, ${imports.useEngine("clock", "timer")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, hz: ${actuator.hz ?? DEFAULTS.lightHz}, gamma: ${actuator.gamma ?? DEFAULTS.gamma}, ` +
        `transitionSeconds: ${actuator.transitionSeconds ?? 0}, initialValue: ${actuator.initialValue ?? 0} })`
      );
    case "button":
      return (
        `${imports.use("actuators/button", "momentary")}(${imports.useEngine("pins", "digitalOutputs")}, ` +
        `${imports.useEngine("pins", "pulseOutputs")}, alarms, { pin: ${pinNumber(actuator.pin)}, ` +
        `activeLow: ${actuator.activeLow ?? false}, pressMs: ${actuator.pressMs ?? DEFAULTS.pressMs} })`
      );
    case "servo":
      return servo(actuator, imports);
    case "rgb":
      return (
        `${imports.use("actuators/rgb", "rgb")}(${imports.useEngine("pixels", "pixelStrips")}, ` +
        `${imports.useEngine("clock", "clock")}, ${imports.useEngine("clock", "timer")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, count: ${actuator.count}, pixel: ${pixel(actuator.order ?? "GRB")}, ` +
        `gamma: ${actuator.gamma ?? DEFAULTS.gamma}, transitionSeconds: ${actuator.transitionSeconds ?? 0}, ` +
        `initialValue: ${actuator.initialValue ?? 0} })`
      );
  }
}

/** The statements that make what the drivers need, before them. */
export function actuatorPreparations(board: Board, imports: Imports): string[] {
  const lines: string[] = [];
  if (needsAlarms(board)) {
    const [clock, timer] = ["clock", "timer"].map((name) => imports.useEngine("clock", name));
    lines.push(`const alarms = ${imports.use("actuators/alarms", "createAlarms")}(${clock}, ${timer});`);
  }
  return [...lines, ...interlocks(board, imports), ...settingsPreparations(board, imports)];
}

function needsAlarms(board: Board): boolean {
  const actuators = board.actuators ?? [];
  return (
    actuators.some((each) => failSafeCommand(each) !== undefined || changesByItself(each)) ||
    actuators.some(letsGo) ||
    keptActuators(board).length > 0 ||
    (board.rules ?? []).some(({ type }) => type === "thermostat")
  );
}

/** Any actuator: not every kind needs a fail-safe. */
interface MayFailSafe {
  id: string;
  failSafe?: LevelFailSafe | AngleFailSafe | CoverFailSafe;
}

function changesByItself(actuator: ActuatorConfig): boolean {
  return actuator.type === "switch" ? isRelay(actuator) : actuator.type === "button" || actuator.type === "cover";
}

function letsGo(actuator: ActuatorConfig): boolean {
  return actuator.type === "servo" && actuator.detachAfterMs !== undefined;
}

/** The statements that have the actuators of the started node act by themselves. */
export function actuatorStatements(board: Board, imports: Imports): string[] {
  const statements = (board.actuators ?? []).flatMap((actuator, index) => [
    ...(changesByItself(actuator)
      ? [`${imports.use("app/commands/own-changes", "publishOwnChanges")}(node, ${index});`]
      : []),
    ...(actuator.type === "cover" ? [positionStatement(board, actuator, imports)] : []),
    ...failSafeStatement(actuator, index, imports),
  ]);
  return [...settingsStatements(board, imports), ...statements];
}

function failSafeStatement(actuator: MayFailSafe, index: number, imports: Imports): string[] {
  const command = failSafeCommand(actuator);
  if (actuator.failSafe === undefined || command === undefined) return [];
  const afterMs = ms(actuator.failSafe.afterSeconds);
  return [
    `${imports.use("app/rules/fail-safe", "failSafe")}(node, alarms, ${index}, ${afterMs}, ${literal(command)});`,
  ];
}

/** What an actuator is told when no broker can command it; undefined where nothing. */
function failSafeCommand({ failSafe }: MayFailSafe): string | undefined {
  return failSafe === undefined || failSafe.action === "keep" ? undefined : String(failSafe.action);
}

function servo(actuator: ServoActuatorConfig, imports: Imports): string {
  const pins = imports.useEngine("pins", "pwmPins");
  const { minMicroseconds, maxMicroseconds, minAngle, maxAngle, hz } = { ...SERVO_DEFAULTS, ...actuator };
  const pin = pinNumber(actuator.pin);
  const driver =
    `${imports.use("actuators/servo", "servo")}(${pins}, { pin: ${pin}, hz: ${hz}, ` +
    `minMicroseconds: ${minMicroseconds}, maxMicroseconds: ${maxMicroseconds}, ` +
    `minAngle: ${minAngle}, maxAngle: ${maxAngle}, initialValue: ${actuator.initialValue} })`;
  if (actuator.detachAfterMs === undefined) return driver;
  const detached = imports.use("actuators/detached", "detached");
  return `${detached}(${driver}, ${pins}, alarms, { pin: ${pin}, hz: ${hz}, afterMs: ${actuator.detachAfterMs} })`;
}

const COLOURS: Record<string, string> = { R: "red", G: "green", B: "blue" };

/** The function that puts a pixel's colours in the order in which the LEDs take them. */
function pixel(order: string): string {
  return `(red, green, blue) => String.fromCharCode(${[...order].map((letter) => COLOURS[letter]).join(", ")})`;
}
