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

/** Nobody mends more of them at once, and a file that is no board file may have any number. */
const MOST_TOLD = 100;

/** A board file that cannot be used: all of its problems at once, in the order of the file, or the first of very many. */
export class BoardError extends UserError {
  override readonly name = "BoardError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const told = problems.slice(0, MOST_TOLD);
    const more = problems.length - told.length;
    super(...told.map(formatProblem), ...(more === 0 ? [] : [`and ${more} more; mend these first`]));
    this.problems = told;
  }
}
