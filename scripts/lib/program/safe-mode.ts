import type { ActuatorConfig, Board } from "../board/config";
import { commandTopic, SAFE_MODE, safeModeAdvice, stateTopic } from "../board/defaults";
import { literal, topicField, utf8 } from "../bytes";
import { subscribePacket } from "./packets";
import { PROGRAM_VERSION } from "./version";
import type { Imports } from "./imports";
import { pinNumber } from "../platforms/pin-number";

/** What comes first of all, so that it holds for whatever follows. */
export function watchdogStatements(board: Board, imports: Imports): string[] {
  return board.watchdogSeconds === undefined
    ? []
    : [`${imports.useEngine("watchdog", "enableWatchdog")}(${board.watchdogSeconds});`];
}

/** The statement that counts the boot as one that failed, until it has stood. */
export function beginBoot(board: Board, imports: Imports): string {
  return (
    `const boots = ${imports.use("app/kept/safe-mode", "beginBoot")}(${imports.useEngine("storage", "storage")}, ` +
    `${literal(PROGRAM_VERSION)}, ${board.safeModeAfterBoots});`
  );
}

/** An expression for the normal mode and one for safe mode, where the board has that. */
export function inEitherMode(board: Board, normal: string, safe: () => string): string {
  return board.safeModeAfterBoots === undefined ? normal : `boots.isSafe ? ${safe()} : ${normal}`;
}

export function safeSubscribePacket(board: Board): string {
  return literal(subscribePacket(board, [SAFE_MODE]));
}

/** What stands in the place of the actuators. */
export function safeActuators(board: Board, imports: Imports): string {
  return (
    `[${imports.use("app/kept/safe-mode", "safeModeSwitch")}(boots, ${literal(topicField(commandTopic(board, SAFE_MODE)))}, ` +
    `${literal(topicField(stateTopic(board, SAFE_MODE)))}, ${imports.useEngine("clock", "timer")}, ` +
    `${imports.useEngine("restart", "restart")})]`
  );
}

/** The statements of the node as a whole, left out in safe mode. The pins of its actuators are then at their off level. */
export function wholeNode(board: Board, imports: Imports, statements: string[]): string[] {
  if (board.safeModeAfterBoots === undefined) return statements;
  const write = (): string => `${imports.useEngine("pins", "digitalOutputs")}.write`;
  const levels = (board.actuators ?? []).flatMap((actuator) =>
    pinsOf(actuator).map((pin) => `  ${write()}(${pin}, ${"activeLow" in actuator && actuator.activeLow === true});`),
  );
  return ["if (boots.isSafe) {", ...levels, "} else {", ...statements.map((statement) => `  ${statement}`), "}"];
}

/** The pins that an actuator drives, whatever they are called in the board file. */
function pinsOf(actuator: ActuatorConfig): number[] {
  return Object.values(actuator).flatMap((value: unknown) =>
    typeof value === "string" && /^D\d+$/.test(value) ? [pinNumber(value)] : [],
  );
}

/** What watches whether this boot stands; nothing where the board has no safe mode. */
export function safeModeStatements(board: Board, imports: Imports): string[] {
  if (board.safeModeAfterBoots === undefined) return [];
  return [
    `${imports.use("app/kept/safe-mode", "watchBoot")}(node, boots, ${literal(topicField(stateTopic(board, SAFE_MODE)))}, ` +
      `${literal(utf8(safeModeAdvice(board)))});`,
  ];
}
