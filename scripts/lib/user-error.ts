/**
 * Something the person at the keyboard can put right. Its message says what was wrong, where, and the cure; commands print
 * it, made printable, without a stack trace, and leave with exit code 1.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
  /** The message; each is a line of its own, whatever stands in it. */
  readonly lines: readonly string[];

  constructor(...lines: string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}
