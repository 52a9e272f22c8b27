import { createInterface } from "node:readline/promises";
import { readEnvironmentFile } from "../board/secrets";
import { boardNames } from "../board/load";
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

/** `--board`, or BOARD from the environment or .env; undefined where none is named. */
export function namedBoard(wanted: string | undefined, root: string): string | undefined {
  const name = wanted ?? process.env["BOARD"] ?? readEnvironmentFile(root, ".env")["BOARD"];
  return name === "" ? undefined : name;
}

/** The board that is named, or one that the person chooses. @throws UserError where nobody can be asked */
export async function chooseBoard(wanted: string | undefined, root: string): Promise<string> {
  const name = namedBoard(wanted, root);
  if (name !== undefined) return name;
  const names = boardNames(root);
  if (!process.stdin.isTTY) {
    throw new UserError(`say which board with --board, or with BOARD=… in .env; there are: ${names.join(", ")}`);
  }
  return names[await choose("several boards are here:", names)];
}
