import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { formatProblem, loadBoard, simulationEnvironment } from "../board/load";
import { readEnvironmentFile } from "../board/secrets";
import { UserError } from "../user-error";

/** Of a new board's file, below the project's root. */
export function boardPath(name: string): string {
  return `boards/${name}.json`;
}

/** @throws UserError where a board cannot be called so, or one is */
export function checkName(root: string, name: string): void {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > 23) {
    throw new UserError(`"${name}" is no name of a board: at most 23 of a-z, 0-9 and -, which is not at an end`);
  }
  if (existsSync(join(root, boardPath(name)))) throw isThere(name);
}

function isThere(name: string): UserError {
  return new UserError(`${boardPath(name)} is there already, and is left as it is; take another name`);
}

/**
 * Writes the file of a new board, once it has been loaded as any command loads it. Nothing that is there is overwritten.
 * @returns what its author should know
 * @throws UserError with what is wrong with it; then nothing is written
 */
export async function writeBoard(root: string, name: string, file: object): Promise<string[]> {
  checkName(root, name);
  const path = join(root, boardPath(name));
  const text = await format(JSON.stringify(file), { ...(await resolveConfig(path)), parser: "json" });
  const warnings = problemsOf(root, name, text);
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? isThere(name) : error;
  }
  return warnings;
}

/** @throws UserError */
function problemsOf(root: string, name: string, text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "mote-new-"));
  const path = join(folder, `${name}.json`);
  try {
    writeFileSync(path, text);
    const { environment } = simulationEnvironment(root, process.env);
    const names = Object.keys(readEnvironmentFile(root, ".env.example"));
    const { warnings, path: shown } = loadBoard(path, { root, environment, names });
    return warnings.map((warning) => formatProblem(warning).replaceAll(shown, boardPath(name)));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problems = error.lines.map((line) => line.replace(/^\S*mote-new-.*?\.json(?=:)/, boardPath(name)));
    throw new UserError("such a board would not do, and nothing is written:", ...problems);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
