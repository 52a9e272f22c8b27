import type { Board } from "../../../board/config";
import type { OutboxConfig } from "../../../board/config/node";
import { UserError } from "../../../user-error";
import { chipMemory } from "./chip-memory";
import { nameVariables, textVariables, type Layout } from "./layout";
import type { VariablePart, VariableUse } from "./use";

/** Below this, what is evaluated has little room: calls, texts that are put together, what is read from a bus. */
const ROOMY_VARIABLES = 300;

/** What decides how much a board has and needs, beside its program. */
export type Needing = Pick<Board, "name" | "chip" | "consoles" | "capacities" | "outbox">;

/** Variables in all that the chip of a board has as `npm run flash` leaves it. */
export function variablesOf({ chip, consoles }: Pick<Board, "chip" | "consoles">): number {
  const { withBluetooth, withoutBluetooth } = chipMemory(chip);
  return consoles?.bluetooth === true ? withBluetooth : withoutBluetooth;
}

/** The most that a board needs: connected, and with all full that is only filled now and then. */
export function mostVariables(board: Needing, { connected }: VariableUse): number {
  return buffersOf(board).reduce((sum, { variables }) => sum + variables, connected);
}

/** A message on its way in, what may wait for the network, what waits to be acknowledged. */
function buffersOf({ chip, capacities, outbox }: Needing): VariablePart[] {
  const { layout } = chipMemory(chip);
  const passing = textVariables(capacities.receiveBytes, layout) + textVariables(capacities.transmitBytes, layout);
  return [
    { name: "messages on their way", variables: passing },
    ...(outbox === undefined ? [] : [{ name: "the full outbox", variables: fullOutbox(outbox, layout) }]),
  ];
}

/** What its lists hold, and the texts in them. */
function fullOutbox({ messages, bytes }: OutboxConfig, layout: Layout): number {
  const places = 2 * nameVariables(0, layout) + textVariables(0, layout) + textVariables(2, layout);
  return messages * places + Math.ceil(bytes / layout.furtherCharacters);
}

/** @throws UserError with the parts that cost most, where a board needs more than its chip has */
export function refuseWhatDoesNotFit(board: Needing, use: VariableUse): void {
  const all = variablesOf(board);
  const { withBluetooth, withoutBluetooth } = chipMemory(board.chip);
  const most = mostVariables(board, use);
  if (most <= all) return;
  const costly = [...use.parts, ...buffersOf(board)].sort((a, b) => b.variables - a.variables).slice(0, 3);
  const isFreed = all === withBluetooth && most <= withoutBluetooth;
  throw new UserError(
    `${board.name}.json: error: its program takes ${use.boot} variables at boot, ${use.connected} once it is connected and up to ` +
      `${most} with full buffers, and the chip has some ${all} with Bluetooth ${board.consoles?.bluetooth === true ? "on" : "off"}. Most go to ${costly.map(({ name, variables }) => `${name} (${variables})`).join(", ")}: ` +
      (isFreed ? 'leave out "bluetooth" of its "consoles", or give the board less to do' : "give the board less to do"),
  );
}

/** What the builder of a board has to know that leaves its chip little. */
export function variableWarnings(board: Needing, use: VariableUse | undefined): string[] {
  if (use === undefined) return [];
  const all = variablesOf(board);
  const left = all - mostVariables(board, use);
  if (left >= ROOMY_VARIABLES) return [];
  return [
    `warning: some ${left} of the chip's ${all} variables are left with full buffers, and below ${ROOMY_VARIABLES} a message may ` +
      "have too little room: watch freeMemory on the board, or give it less to do",
  ];
}

/** What a board's program takes, as a share of what its chip has. */
export function describeVariables(board: Needing, { boot, connected }: VariableUse): string {
  const all = variablesOf(board);
  return `${boot} of some ${all} variables at boot (${percent(boot, all)}), ${connected} connected (${percent(connected, all)})`;
}

/** The same with Bluetooth and without, as a table's lines. */
export function tableOfVariables({ chip }: Pick<Board, "chip">, { boot, connected, parts }: VariableUse): string[] {
  const row = (name: string, figures: readonly (number | string)[], note = ""): string =>
    `  ${name.padEnd(14)}${figures.map((each) => String(each).padStart(10)).join("")}${note}`.trimEnd();
  const shares = (of: number): string[] => [boot, connected].map((each) => percent(each, of));
  const { withoutBluetooth, withBluetooth } = chipMemory(chip);
  // Of the board's own program, and of what it was handed.
  const own = parts.filter(({ name }) => name.endsWith(".ts"));
  const handed = own.length === 0 ? [] : parts.filter(({ name }) => name.startsWith("app/program/"));
  const sum = handed.reduce((all, { variables }) => all + variables, 0);
  return [
    row("variables", ["at boot", "connected"]),
    row("in all", [boot, connected]),
    ...own.map(({ name, variables }) => row(name, ["", variables])),
    ...(own.length === 0 ? [] : [row("its tools", ["", sum])]),
    row(`of some ${withoutBluetooth}`, shares(withoutBluetooth), "  with Bluetooth off"),
    row(`of some ${withBluetooth}`, shares(withBluetooth), "  with Bluetooth on"),
  ];
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}
