import type { ActuatorConfig, Board } from "../../../firmware/config";
import type { FailSafe } from "../../../firmware/config/fail-safe";
import type { SwitchActuatorConfig } from "../../../firmware/config/switch";
import { DEFAULTS } from "../board-defaults";
import { literal } from "../bytes";
import type { Imports } from "./imports";
import { pinNumber } from "./pins";

/** The expression that makes an actuator's driver. @param engine The engine's folder */
export function actuatorDriver(actuator: ActuatorConfig, engine: string, imports: Imports): string {
  switch (actuator.type) {
    case "switch":
      return isRelay(actuator) ? relaySwitch(actuator, engine, imports) : plainSwitch(actuator, engine, imports);
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

function plainSwitch(actuator: SwitchActuatorConfig, engine: string, imports: Imports): string {
  return (
    `${imports.use("actuators/switch", "switchable")}(${imports.use(`${engine}/pins`, "digitalOutputs")}, ` +
    `{ pin: ${pinNumber(actuator.pin)}, activeLow: ${actuator.activeLow ?? false}, ` +
    `initialValue: ${actuator.initialValue === "ON"} })`
  );
}

/** Whether a switch asks for what only a relay with limits can do. */
function isRelay({ maxOnSeconds, minimumOffSeconds, interlock }: SwitchActuatorConfig): boolean {
  return maxOnSeconds !== undefined || minimumOffSeconds !== undefined || interlock !== undefined;
}

function relaySwitch(actuator: SwitchActuatorConfig, engine: string, imports: Imports): string {
  const { maxOnSeconds = 0, minimumOffSeconds = 0, interlock } = actuator;
  return (
    `${imports.use("actuators/relay-switch", "relaySwitch")}(${imports.use("actuators/relay", "createRelay")}(` +
    `${imports.use(`${engine}/pins`, "digitalOutputs")}, alarms, ` +
    `{ pin: ${pinNumber(actuator.pin)}, activeLow: ${actuator.activeLow ?? false}, ` +
    `initialValue: ${actuator.initialValue === "ON"}, ` +
    `maxOnMs: ${ms(maxOnSeconds)}, minimumOffMs: ${ms(minimumOffSeconds)} }, ` +
    `${interlock === undefined ? "undefined" : interlockName(interlock)}))`
  );
}

function interlockName(group: string): string {
  return `interlock_${group.replaceAll("-", "$")}`;
}

function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}

/** The statements that make what the drivers need, before them. */
export function actuatorPreparations(board: Board, engine: string, imports: Imports): string[] {
  const actuators = board.actuators ?? [];
  if (!actuators.some(needsAlarms)) return [];
  const [clock, timer] = ["clock", "timer"].map((name) => imports.use(`${engine}/clock`, name));
  const waits = new Map<string, number>();
  for (const actuator of actuators) {
    if (actuator.type !== "switch" || actuator.interlock === undefined) continue;
    const { interlock, interlockWaitSeconds = 0 } = actuator;
    waits.set(interlock, Math.max(waits.get(interlock) ?? 0, ms(interlockWaitSeconds)));
  }
  return [
    `const alarms = ${imports.use("actuators/alarms", "createAlarms")}(${clock}, ${timer});`,
    ...[...waits].map(
      ([group, waitMs]) =>
        `const ${interlockName(group)} = ${imports.use("actuators/interlock", "createInterlock")}(alarms, ${waitMs});`,
    ),
  ];
}

/** Any actuator: not every kind needs a fail-safe. */
interface MayFailSafe {
  id: string;
  failSafe?: FailSafe<string | number>;
}

function needsAlarms(actuator: ActuatorConfig): boolean {
  return failSafeCommand(actuator) !== undefined || changesByItself(actuator);
}

function changesByItself(actuator: ActuatorConfig): boolean {
  return actuator.type === "switch" && isRelay(actuator);
}

/** The statements that have the actuators of the started node act by themselves. */
export function actuatorStatements(board: Board, imports: Imports): string[] {
  return (board.actuators ?? []).flatMap((actuator, index) => [
    ...(changesByItself(actuator) ? [`${imports.use("app/own-changes", "publishOwnChanges")}(node, ${index});`] : []),
    ...failSafeStatement(actuator, index, imports),
  ]);
}

function failSafeStatement(actuator: MayFailSafe, index: number, imports: Imports): string[] {
  const command = failSafeCommand(actuator);
  if (actuator.failSafe === undefined || command === undefined) return [];
  const afterMs = ms(actuator.failSafe.afterSeconds);
  return [`${imports.use("app/fail-safe", "failSafe")}(node, alarms, ${index}, ${afterMs}, ${literal(command)});`];
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
