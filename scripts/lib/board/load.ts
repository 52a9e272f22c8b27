import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import type { Board } from "./config";
import { withDefaults, withDerived } from "./defaults";
import { createDraft, type Draft } from "./draft";
import { resolvePrintedPins } from "./printed-pins";
import { BoardError, type Problem } from "./problem";
import { keepProgramTypes } from "./program-types";
import { checkRules } from "./checks/all";
import { hiding } from "./hidden";
import { NamedValues, type Environment } from "./secrets";
import { SigningKeys } from "./signing-keys";
import { soundBoard } from "./sound";
import { BoardSource, type Path } from "./source";
import { strangeBrokers, type StrangeBrokers } from "./strange-broker";
import { validate } from "./validate";
import { didYouMean } from "../cli/did-you-mean";
import { decodeText } from "../files/encoding";
import { fileProblem, shownPath } from "../files/file-problem";
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
  /** The names that the board file uses. */
  names: ReadonlySet<string>;
  /** Puts the names back in the places of those values. */
  hide: (text: string) => string;
  /** Its brokers that no command may connect to. */
  strangers: StrangeBrokers;
}

export interface LoadOptions {
  /**
   * Where `${NAME}` is looked up first; then in .env. As a process has it: a board file gets only what .env, .env.example or `names` list.
   */
  environment: Environment;
  /** Further names of the environment that the board file may have. */
  names?: readonly string[];
  /** Whether what stands at a place of the board file is used: of the rest no secret is asked for. All of it unless given. */
  needs?: (path: Path) => boolean;
  /** The folder that holds boards/ and .env; this project unless given. */
  root?: string;
}

const PROJECT = path.resolve(__dirname, "../../..");

/**
 * Reads a board file, checks it and puts its secrets in place.
 * @param nameOrPath A name under boards/, or the path of a .json file.
 * @throws BoardError with every problem at once; UserError when there is no such file, or .env cannot be read.
 */
export function loadBoard(nameOrPath: string, options: LoadOptions): LoadedBoard {
  const { environment, names = [], needs = () => true, root = PROJECT } = options;
  const isPath = /[\\/]|\.json$/.test(nameOrPath);
  const file = isPath ? path.resolve(nameOrPath) : path.join(root, "boards", `${nameOrPath}.json`);
  const source = new BoardSource(shownPath(file), readBoardFile(file, nameOrPath, root));
  if (source.tree === undefined || source.hasErrors) throw new BoardError(inOrder(source));
  const values = new NamedValues(root, environment, names);
  const keys = new SigningKeys(root, source.text);
  const draft = createDraft(source, source.tree, { values, keys, needs });
  source.hide = hiding(source.text, draft.uses);
  const used = draft.uses.filter((use) => needs(use.path));
  const usedNames = new Set(used.map(({ name }) => name));
  noteProblems(source, values, usedNames);
  check(draft, file);
  keepProgramTypes(draft, file);
  const problems = inOrder(source);
  if (source.hasErrors) throw new BoardError(problems);
  const board = withDerived(soundBoard(draft).board);
  return {
    path: source.path,
    board,
    warnings: problems,
    secrets: draft.secrets,
    names: usedNames,
    hide: hiding(source.text, draft.uses, draft.secrets),
    strangers: strangeBrokers(board.broker.urls, used, values),
  };
}

function check(draft: Draft, file: string): void {
  validate(draft);
  resolveName(draft);
  draft.value = withDefaults(draft.value);
  resolvePrintedPins(draft);
  checkRules(draft, path.basename(file, ".json"), path.dirname(file));
}

/** What is wrong in .env with the values that the board file uses. */
function noteProblems(source: BoardSource, values: NamedValues, names: ReadonlySet<string>): void {
  for (const { path: file, line, column, severity, message } of names.size > 0 ? values.problemsOf(names) : []) {
    source.add({ path: file, line, column, severity, message });
  }
}

function readBoardFile(file: string, nameOrPath: string, root: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UserError(whyUnread(error as Error, file, nameOrPath, root));
  }
  const decoded = decodeText(bytes);
  // The parser tells of the mark.
  if ("text" in decoded) return decoded.hasMark ? `\ufeff${decoded.text}` : decoded.text;
  const { problem: message, line, column } = decoded;
  throw new BoardError([{ path: shownPath(file), line, column, severity: "error", message }]);
}

function whyUnread(error: NodeJS.ErrnoException, file: string, nameOrPath: string, root: string): string {
  // Reading a folder is refused without its name.
  const problem = fileProblem(Object.assign(error, { path: file }));
  const isAbsent = error.code === "ENOENT" || error.code === "ENOTDIR";
  if (problem === undefined) throw error;
  if (!isAbsent || /is a link/.test(problem)) return problem;
  const names = boardNames(root);
  return (
    `no board "${nameOrPath}": ${shownPath(file)} does not exist` +
    `${didYouMean(path.basename(nameOrPath, ".json"), names)}; there are: ${names.join(", ")}`
  );
}

/** The boards under boards/, by name. */
export function boardNames(root: string = PROJECT): string[] {
  // Beside them are the rules of their programs, for editors.
  const files = boardFiles(root).filter((file) => /^[^.]+\.json$/.test(file) && file !== "tsconfig.json");
  return files.map((file) => path.basename(file, ".json")).sort();
}

function boardFiles(root: string): string[] {
  try {
    return readdirSync(path.join(root, "boards"));
  } catch (error) {
    const problem = fileProblem(error);
    throw problem === undefined ? error : new UserError(problem);
  }
}

/** In the order of the board file; then those of .env. */
function inOrder({ path: own, problems }: BoardSource): Problem[] {
  const isOther = (problem: Problem): number => (problem.path === own ? 0 : 1);
  return [...problems].sort((a, b) => isOther(a) - isOther(b) || a.line - b.line || a.column - b.column);
}
