import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../board/secrets";
import { boardNames } from "../board/load";
import type { PortInfo } from "../serial/port-info";
import { listPorts } from "../serial/ports";
import { checkBoard } from "./board";
import { formatChecks } from "./check";
import { checkNode, checkPorts, checkTools } from "./machine";

/**
 * Looks at this computer and at one board, or at all of them.
 * @returns the lines of the table, and whether nothing in it failed
 */
export async function examine(
  root: string,
  environment: Environment,
  board?: string,
  list: () => Promise<PortInfo[]> = listPorts,
): Promise<{ lines: string[]; isHealthy: boolean }> {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { engines: { node: string } };
  const names = board === undefined ? boardNames(root) : [board];
  const boards = await Promise.all(names.map((name) => checkBoard(name, root, environment)));
  const checks = [
    checkNode(process.version, engines.node),
    await checkPorts(list),
    ...boards.flat(),
    ...checkTools(environment),
  ];
  return { lines: formatChecks(checks), isHealthy: checks.every(({ level }) => level !== "fail") };
}
