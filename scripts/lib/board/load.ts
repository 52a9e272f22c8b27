import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Board } from "./config";
import { withDefaults, withDerived } from "./defaults";
import { createDraft } from "./draft";
import { BoardError, type Problem } from "./problem";
import { checkRules } from "./checks/all";
import { defined, readEnvironmentFile, type Environment } from "./secrets";
import { BoardSource } from "./source";
import { validate } from "./validate";
import { didYouMean } from "../cli/did-you-mean";
import { resolveName } from "./placeholders";
import { UserError } from "../user-error";

export { BoardError, formatProblem, type Problem } from "./problem";
export { simulationEnvironment, type Environment } from "./secrets";

export interface LoadedBoard {
  /** The board file, as a person at the keyboard would name it. */
  path: string;
  /** The board with its secrets in place, all that the file left out, and for the names of PEM files what they hold: base64 of DER. */
  board: Board;
  warnings: Problem[];
  /** The values that came in for `${NAME}`, and private keys: nothing that is printed may hold one. */
  secrets: string[];
}

export interface LoadOptions {
  /** Where `${NAME}` is looked up first; then in .env. */
  environment: Environment;
  /** The folder that holds boards/ and .env; this project unless given. */
  root?: string;
}

const PROJECT = path.resolve(__dirname, "../../..");

/**
 * Reads a board file, checks it and puts its secrets in place.
 * @param nameOrPath A name under boards/, or the path of a .json file.
 * @throws BoardError with every problem at once; UserError when there is no such file.
 */
export function loadBoard(nameOrPath: string, { environment, root = PROJECT }: LoadOptions): LoadedBoard {
  const isPath = /[\\/]|\.json$/.test(nameOrPath);
  const file = isPath ? path.resolve(nameOrPath) : path.join(root, "boards", `${nameOrPath}.json`);
  const source = new BoardSource(shownPath(file), readBoardFile(file, nameOrPath, root));
  if (source.tree === undefined || source.hasErrors) throw new BoardError(inOrder(source.problems));
  const draft = createDraft(source, source.tree, { ...readEnvironmentFile(root, ".env"), ...defined(environment) });
  validate(draft);
  resolveName(draft);
  draft.value = withDefaults(draft.value);
  checkRules(draft, path.basename(file, ".json"), path.dirname(file));
  const problems = inOrder(source.problems);
  if (source.hasErrors) throw new BoardError(problems);
  return { path: source.path, board: withDerived(draft.value as Board), warnings: problems, secrets: draft.secrets };
}

function readBoardFile(file: string, nameOrPath: string, root: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw new UserError(`${shownPath(file)}: cannot be read (${code})`);
    const names = boardNames(root);
    throw new UserError(
      `no board "${nameOrPath}": ${shownPath(file)} does not exist` +
        `${didYouMean(path.basename(nameOrPath, ".json"), names)}; there are: ${names.join(", ")}`,
    );
  }
}

/** The boards under boards/, by name. */
export function boardNames(root: string = PROJECT): string[] {
  const files = readdirSync(path.join(root, "boards")).filter((file) => /^[^.]+\.json$/.test(file));
  return files.map((file) => path.basename(file, ".json")).sort();
}

/** Relative where that is shorter, with slashes, so that terminals and editors make a link of it. */
function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return (relative.startsWith("..") ? file : relative).split(path.sep).join("/");
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
