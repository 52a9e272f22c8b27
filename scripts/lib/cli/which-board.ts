import { ownBoards } from "../board/own-boards";
import { boardNames } from "../board/load";
import { readEnvironmentFile } from "../board/secrets";
import { UserError } from "../user-error";
import { choose } from "./keyboard";
import { printError } from "./terminal";

/** Lets a person choose, as `choose`. */
type Choose = (question: string, choices: readonly string[]) => Promise<number>;

/** `--board`, or BOARD from the environment or .env; undefined where none is named. */
export function namedBoard(wanted: string | undefined, root: string): string | undefined {
  const name = wanted ?? process.env["BOARD"] ?? readEnvironmentFile(root, ".env")["BOARD"];
  return name === "" ? undefined : name;
}

/** The boards that a command is likely to be for: those of one's own, and where there are none those that came with the project. */
export function likelyBoards(root: string): string[] {
  const own = ownBoards(root);
  return own.length > 0 ? own : boardNames(root);
}

/** The board that is named, or the only one there is; undefined where there are several. */
export function obviousBoard(wanted: string | undefined, root: string): string | undefined {
  const named = namedBoard(wanted, root);
  if (named !== undefined) return named;
  const likely = likelyBoards(root);
  if (likely.length !== 1) return undefined;
  printError(
    `board ${likely[0]}: the only one ${boardNames(root).length > 1 ? "of your own" : "there is"} (--board names another)`,
  );
  return likely[0];
}

/**
 * The board of a command, by the one rule for all of them: what `--board` says, a name or a path; BOARD from the environment or .env;
 * the only one there is; or one that the person chooses. What came with the project counts only where there is nothing else.
 * @param first What is taken as long as there is none but those
 * @param ask null where nobody can be asked
 * @throws UserError with a list of those that there are, where nobody can be asked
 */
export async function whichBoard(
  wanted: string | undefined,
  root: string,
  first?: string,
  ask: Choose | null = process.stdin.isTTY ? choose : null,
): Promise<string> {
  const obvious = obviousBoard(wanted, root);
  if (obvious !== undefined) return obvious;
  const own = ownBoards(root);
  const names = boardNames(root);
  if (own.length === 0 && first !== undefined && names.includes(first)) return first;
  const all = [...own, ...names.filter((name) => !own.includes(name))];
  if (ask !== null) return all[await ask("several boards are here:", all)];
  throw new UserError(
    `say which board with --board, or with BOARD=… in .env; there are: ${names.join(", ")}`,
    ...(own.length > 0 ? [`your own are: ${own.join(", ")}`] : []),
  );
}
