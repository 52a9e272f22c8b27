import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../board/secrets";
import { ownBoards } from "../board/own-boards";
import type { PortInfo } from "../serial/port-info";
import { listPorts } from "../serial/ports";
import { typed } from "../cli/mote";
import { checkBoard } from "./board";
import { formatChecks, toldOnce, type Check } from "./check";
import { checkNode, checkPorts, checkTools } from "./machine";

const NO_BOARD: Check = {
  name: "boards",
  level: "info",
  found: "none of your own; those that came with the project are looked at one by one, with --board NAME",
  fix: `${typed("new", ["NAME"])} makes one`,
};

export interface Examined {
  /** Of the process. */
  environment: Environment;
  /** What else of it than .env.example and .env list board files may have. */
  names?: readonly string[];
  /** One board; all of the user's own unless given. */
  board?: string;
}

/**
 * Looks at this computer and at one board, or at all that are the user's own.
 * @returns the lines of the table, and whether nothing in it failed
 */
export async function examine(
  root: string,
  { environment, names, board }: Examined,
  list: () => Promise<PortInfo[]> = listPorts,
): Promise<{ lines: string[]; isHealthy: boolean }> {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { engines: { node: string } };
  const looked = board === undefined ? ownBoards(root) : [board];
  const boards = await Promise.all(looked.map((name) => checkBoard(name, { root, environment, names })));
  const checks = [
    checkNode(process.version, engines.node),
    await checkPorts(list),
    ...(looked.length > 0 ? toldOnce(boards.flat()) : [NO_BOARD]),
    ...checkTools(environment),
  ];
  return { lines: formatChecks(checks), isHealthy: checks.every(({ level }) => level !== "fail") };
}
