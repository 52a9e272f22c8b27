import type { ActuatorConfig, Board } from "../board/config";
import type { NumberActuatorConfig } from "../board/config/number";
import { literal } from "../bytes";
import { covers } from "./covers";
import type { Imports } from "./imports";

/** The places of the actuators whose states outlive a reboot. */
export function keptActuators(board: Board): number[] {
  return (board.actuators ?? []).flatMap((actuator, index) => (isKept(actuator) ? [index] : []));
}

function isKept(actuator: ActuatorConfig): boolean {
  return (
    actuator.type === "number" ||
    actuator.type === "cover" ||
    (actuator.type === "switch" && actuator.initialValue === "LAST")
  );
}

/** The statements that read what is stored, and make the set-points; nothing where nothing is kept. */
export function settingsPreparations(board: Board, imports: Imports): string[] {
  if (keptActuators(board).length === 0) return [];
  const storage = imports.useEngine("storage", "storage");
  return [
    `const settings = ${imports.use("app/kept/settings", "openSettings")}(${storage});`,
    ...(board.actuators ?? []).flatMap((actuator) =>
      actuator.type === "number" ? [`const ${setPointName(actuator.id)} = ${setPoint(actuator, imports)};`] : [],
    ),
    ...covers(board, imports),
  ];
}

/** The statement that has the started node store them. */
export function settingsStatements(board: Board, imports: Imports): string[] {
  const kept = keptActuators(board);
  if (kept.length === 0) return [];
  return [`${imports.use("app/kept/settings", "keepSettings")}(settings, node, alarms, [${kept.join(", ")}]);`];
}

/** The name that a set-point has in the board's program. */
export function setPointName(id: string): string {
  return `setPoint_${id.replaceAll("-", "$")}`;
}

function setPoint({ id, min, max, step = 1, initialValue = min }: NumberActuatorConfig, imports: Imports): string {
  const decimals = Math.max(decimalsOf(min), decimalsOf(step));
  return (
    `${imports.use("actuators/number", "setPoint")}({ min: ${min}, max: ${max}, step: ${step}, decimals: ${decimals} }, ` +
    `${initialValue}, ${imports.use("app/kept/settings", "storedValue")}(settings, ${literal(id)}, ""))`
  );
}

/** How many digits a number of at most six has after its decimal point. */
export function decimalsOf(value: number): number {
  return /(?:\.(\d*?))0*$/.exec(value.toFixed(6))?.[1]?.length ?? 0;
}
