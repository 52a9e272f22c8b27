import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../board/secrets";
import { boardNames } from "../board/load";
import type { PortInfo } from "../serial/port-info";
import { listPorts } from "../serial/ports";
import { checkBoard } from "./board";
import { formatChecks } from "./check";
import { checkNode, checkPorts, checkTools } from "./machine";

export interface Examined {
  /** Of the process. */
  environment: Environment;
  /** What else of it than .env.example and .env list board files may have. */
  names?: readonly string[];
  /** One board; all unless given. */
  board?: string;
}

/**
 * Looks at this computer and at one board, or at all of them.
 * @returns the lines of the table, and whether nothing in it failed
 */
export async function examine(
  root: string,
  { environment, names, board }: Examined,
  list: () => Promise<PortInfo[]> = listPorts,
): Promise<{ lines: string[]; isHealthy: boolean }> {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { engines: { node: string } };
  const boards = await Promise.all(
    (board === undefined ? boardNames(root) : [board]).map((name) => checkBoard(name, { root, environment, names })),
  );
  const checks = [
    checkNode(process.version, engines.node),
    await checkPorts(list),
    ...boards.flat(),
    ...checkTools(environment),
  ];
  return { lines: formatChecks(checks), isHealthy: checks.every(({ level }) => level !== "fail") };
}
