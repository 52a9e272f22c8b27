import { note } from "../diagnostics";
import type { Node } from "../node";

/** What stands between a program of the board's own and the rest of the node. */
export interface Guard {
  node: Node;
  /** The engine's: where something was thrown. */
  stackOf: (thrown: unknown) => string;
  /** What was told of errors so far, so that each is told once. */
  told: string;
  tellings: number;
}

/** So many different errors are told; more of them are only counted. */
const MOST_TELLINGS = 4;

export function createGuard(node: Node, stackOf: (thrown: unknown) => string): Guard {
  return { node, stackOf, told: "", tellings: 0 };
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
  const diagnostics = guard.node.diagnostics;
  diagnostics.errors++;
  const text = "program: " + error + guard.stackOf(error) + "\n";
  if (guard.tellings < MOST_TELLINGS && guard.told.indexOf(text) < 0) {
    guard.told += text;
    guard.tellings++;
    guard.node.engine.chip.log(text + (guard.tellings === MOST_TELLINGS ? "further errors are only counted" : ""));
    note(diagnostics, "error", "program");
  }
}
