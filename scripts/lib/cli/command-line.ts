import { Option, type Command } from "commander";
import { BoardError } from "../board/problem";
import { fileProblem } from "../files/file-problem";
import { UserError } from "../user-error";
import { printable } from "./printable";
import { printError } from "./terminal";

/** The `--board` that every command takes. */
export function boardOption(): Option {
  return new Option(
    "-b, --board <name or path>",
    "a name under boards/, or the path of a board file; else BOARD from .env, or the only board of your own",
  );
}

/** The `--mac` of commands that speak with one node, where a board file stands for many. */
export function macOption(): Option {
  return new Option("--mac <address>", "which node, where several have this board's {mac} in their topics");
}

let hide = (text: string): string => text;

/** A text without the secrets of the boards that were loaded. */
export function withoutSecrets(text: string): string {
  return hide(text);
}

/** Has errors shown as `hidden` makes of them: without the secrets of the board that was loaded, nor of those before it. */
export function hideInErrors(hidden: (text: string) => string): void {
  const before = hide;
  hide = (text) => hidden(before(text));
}

/** Runs a command's program on the arguments of this process. */
export function runCommand(program: Command, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  return runOrExplain(async () => void (await program.parseAsync(args, { from: "user" })));
}

/**
 * Does what a command does. What its user can put right (`UserError`, or what the system says of a file) goes to stderr as a message
 * alone, with exit code 1; anything else is a fault of ours and keeps its stack trace.
 */
export async function runOrExplain(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    process.exitCode = 1;
    explain(error).forEach(printError);
  }
}

function explain(error: unknown): readonly string[] {
  // A board file's problems show no secrets, and places in it are to stay what they are.
  if (error instanceof BoardError) return error.lines;
  if (error instanceof UserError) return error.lines.map(hide);
  const problem = fileProblem(error);
  if (problem !== undefined) return [hide(problem)];
  if (!(error instanceof Error)) return [hide(String(error))];
  const { message, stack = message } = error;
  // The stack has lines of its own, and the message in front of them may have come from anywhere.
  const told = message === "" ? stack : stack.replace(message, () => printable(hide(message)));
  return told.split("\n").map(hide);
}

/** Prints each warning on a line of its own to stderr, where it does not mix with a command's output. */
export function printWarnings(warnings: readonly string[]): void {
  warnings.forEach(printError);
}
