import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Board } from "../../firmware/config";
import type { Problem } from "./board-problem";
import type { Environment } from "./board-secrets";

export { BoardError, formatProblem, type Problem } from "./board-problem";

export { simulationEnvironment, type Environment } from "./board-secrets";

export interface LoadedBoard {
  /** The board file, as a person at the keyboard would name it. */
  path: string;
  /** The board with its secrets in place. */
  board: Board;
  warnings: Problem[];
  /** The values that came in for `${NAME}`: nothing that is printed may hold one. */
  secrets: string[];
}

export interface LoadOptions {
  /** Where `${NAME}` is looked up first. */
  environment: Environment;
  /** The folder that holds boards/ and .env; this project unless given. */
  root?: string;
}

const PROJECT = path.resolve(__dirname, "../..");

export function loadBoard(nameOrPath: string, { environment, root = PROJECT }: LoadOptions): LoadedBoard {
  const file = nameOrPath.endsWith(".json")
    ? path.resolve(nameOrPath)
    : path.join(root, "boards", `${nameOrPath}.json`);
  const secrets: string[] = [];
  const board = JSON.parse(readFileSync(file, "utf8"), (_key, value: unknown) =>
    typeof value === "string"
      ? value.replace(/\$\{(\w+)\}/g, (_match, name: string) => {
          const secret = environment[name] ?? "";
          secrets.push(secret);
          return secret;
        })
      : value,
  ) as Board;
  return { path: path.relative(process.cwd(), file), board, warnings: [], secrets };
}
