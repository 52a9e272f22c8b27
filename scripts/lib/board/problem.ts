import { UserError } from "../user-error";

/** Something about a board file that its author should know, at the place where it stands. */
export interface Problem {
  /** The file, as a person at the keyboard would name it. */
  path: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1, in characters. */
  column: number;
  severity: "error" | "warning";
  /** What is wrong and the cure. Never a secret's value. */
  message: string;
}

/** `boards/greenhouse.json:12:9: error: …`, which editors and terminals turn into a link. */
export function formatProblem({ path, line, column, severity, message }: Problem): string {
  return `${path}:${line}:${column}: ${severity}: ${message}`;
}

/** A board file that cannot be used: every problem at once, in the order of the file. */
export class BoardError extends UserError {
  override readonly name = "BoardError";

  constructor(readonly problems: readonly Problem[]) {
    super(...problems.map(formatProblem));
  }
}
