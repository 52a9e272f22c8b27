import { note } from "../diagnostics";
import type { Node } from "../node";

/** What stands between a program of the board's own and the rest of the node. */
export interface Guard {
  /** The node, as soon as it has started. */
  owner: Node | undefined;
  /** The engine's: where something was thrown. */
  stackOf: (thrown: unknown) => string;
  /** What was told of errors so far, so that each is told once. */
  told: string;
  tellings: number;
}

/** So many different errors are told; more of them are only counted. */
const MOST_TELLINGS = 4;

/** To be made before the node is, which `guardNode` names. */
export function createGuard(stackOf: (thrown: unknown) => string): Guard {
  return { owner: undefined, stackOf, told: "", tellings: 0 };
}

export function guardNode(guard: Guard, node: Node): void {
  guard.owner = node;
}

/**
 * Calls something of the program's. What it throws is counted, told on the console with its place, once for each place, and takes
 * nothing else down.
 */
export function runGuarded<A, B>(guard: Guard, run: (first: A, second: B) => void, first: A, second: B): void {
  try {
    run(first, second);
  } catch (error) {
    tellThrown(guard, error);
  }
}

function tellThrown(guard: Guard, error: unknown): void {
  const node = guard.owner;
  if (node === undefined) {
    return;
  }
  node.diagnostics.errors++;
  const text = "program: " + error + guard.stackOf(error) + "\n";
  // Who called it may be somebody else the next time: its message and its place are in the first three lines.
  let end = -1;
  for (let i = 0; i < 3; i++) {
    const next = text.indexOf("\n", end + 1);
    end = next < 0 ? end : next;
  }
  const place = text.substring(0, end + 1);
  if (guard.tellings < MOST_TELLINGS && guard.told.indexOf(place) < 0) {
    guard.told += place;
    guard.tellings++;
    node.engine.chip.log(text + (guard.tellings === MOST_TELLINGS ? "further errors are only counted" : ""));
    note(node.diagnostics, "error", "program");
  }
}
