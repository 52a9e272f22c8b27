import type { Board } from "../board/config";
import type { SwitchActuatorConfig } from "../board/config/switch";
import { literal } from "../bytes";
import type { Imports } from "./imports";
import { pinNumber } from "../platforms/pin-number";

/** The expression that makes a switch: with limits only where it asks for them. */
export function switchDriver(actuator: SwitchActuatorConfig, imports: Imports): string {
  const { maxOnSeconds = 0, minimumOffSeconds = 0, interlock } = actuator;
  const pins = imports.useEngine("pins", "digitalOutputs");
  const options =
    `pin: ${pinNumber(actuator.pin)}, activeLow: ${actuator.activeLow ?? false}, ` +
    `initialValue: ${initialValue(actuator, imports)}`;
  if (!isRelay(actuator)) return `${imports.use("actuators/switch", "switchable")}(${pins}, { ${options} })`;
  return (
    `${imports.use("actuators/relay-switch", "relaySwitch")}(${imports.use("actuators/relay", "createRelay")}(${pins}, alarms, ` +
    `{ ${options}, maxOnMs: ${ms(maxOnSeconds)}, minimumOffMs: ${ms(minimumOffSeconds)} }, ` +
    `${interlock === undefined ? "undefined" : interlockName(interlock)}))`
  );
}

function initialValue({ id, initialValue }: SwitchActuatorConfig, imports: Imports): string {
  return initialValue === "LAST"
    ? `${imports.use("app/kept/settings", "storedValue")}(settings, ${literal(id)}, "OFF") === "ON"`
    : String(initialValue === "ON");
}

/** Whether a switch asks for what only a relay with limits can do. */
export function isRelay({ maxOnSeconds, minimumOffSeconds, interlock }: SwitchActuatorConfig): boolean {
  return maxOnSeconds !== undefined || minimumOffSeconds !== undefined || interlock !== undefined;
}

/** The statements that make the groups of which no two are ever on together. */
export function interlocks(board: Board, imports: Imports): string[] {
  const waits = new Map<string, number>();
  for (const actuator of board.actuators ?? []) {
    if (actuator.type !== "switch" || actuator.interlock === undefined) continue;
    const { interlock, interlockWaitSeconds = 0 } = actuator;
    waits.set(interlock, Math.max(waits.get(interlock) ?? 0, ms(interlockWaitSeconds)));
  }
  return [...waits].map(
    ([group, waitMs]) =>
      `const ${interlockName(group)} = ${imports.use("actuators/interlock", "createInterlock")}(alarms, ${waitMs});`,
  );
}

function interlockName(group: string): string {
  return `interlock_${group.replaceAll("-", "$")}`;
}

export function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
