import { createInterface } from "node:readline/promises";
import { UserError } from "../user-error";
import { printable } from "./printable";
import { print, screen } from "./terminal";

/** Asks at the keyboard; undefined where there is none. */
export async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: screen });
  try {
    return (await terminal.question(printable(question))).trim();
  } finally {
    terminal.close();
  }
}

/** Lets a person choose. @returns the index @throws UserError when none is chosen */
export async function choose(question: string, choices: readonly string[]): Promise<number> {
  [question, ...choices.map((choice, index) => `  ${index + 1}  ${choice}`)].forEach(print);
  const answer = Number(await ask("which one? "));
  if (!(answer >= 1 && answer <= choices.length)) throw new UserError("none was chosen");
  return answer - 1;
}
