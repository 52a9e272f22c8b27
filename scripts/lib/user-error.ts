/**
 * Something the person at the keyboard can put right. Its message says what was wrong, where, and the cure; commands print
 * it as it is, without a stack trace, and leave with exit code 1.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
