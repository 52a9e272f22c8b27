import { Option, type Command } from "commander";
import { UserError } from "../user-error";
import { printable } from "./printable";
import { printError } from "./terminal";

/** The `--board` that every command takes. */
export function boardOption(): Option {
  return new Option("-b, --board <name or path>", "board: a name under boards/, or the path of a board file");
}

/** The `--mac` of commands that speak with one node, where a board file stands for many. */
export function macOption(): Option {
  return new Option("--mac <address>", "which node, where several have this board's {mac} in their topics");
}

/**
 * Runs a command's program on the arguments of this process. What its user can put right (`UserError`) goes to stderr as
 * its message alone, with exit code 1; anything else is a fault of ours and keeps its stack trace.
 */
export async function runCommand(program: Command, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = 1;
    explain(error).forEach(printError);
  }
}

function explain(error: unknown): readonly string[] {
  if (error instanceof UserError) return error.lines;
  if (!(error instanceof Error)) return [String(error)];
  const { message, stack = message } = error;
  // The stack has lines of its own, and the message in front of them may have come from anywhere.
  return (message === "" ? stack : stack.replace(message, () => printable(message))).split("\n");
}

/** Prints each warning on a line of its own to stderr, where it does not mix with a command's output. */
export function printWarnings(warnings: readonly string[]): void {
  warnings.forEach(printError);
}
