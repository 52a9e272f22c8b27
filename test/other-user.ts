import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "..");
const NODE = [process.execPath, "-r", resolve(root, ".config/run-typescript.cjs")] as const;
/** Nobody, on every system that has users of numbers. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

/** What a command printed, and how it ended. */
export interface Ended {
  stdout: string;
  stderr: string;
  status: number | null;
}

/**
 * Runs a file of this project with Node.js, as somebody who is not let in where rights say so. Root is let in everywhere, and so runs it
 * as another user.
 */
export function runUnprivileged(file: string, args: readonly string[], cwd = root): Ended {
  const { stdout, stderr, status } = spawnSync(NODE[0], [...NODE.slice(1), resolve(root, file), ...args], {
    cwd,
    encoding: "utf8",
    ...(isRoot ? NOBODY : {}),
  });
  return { stdout, stderr, status };
}

/** A test of rights; where there are none it is left out, by name. */
export function itUnless(problem: string | undefined, title: string, run: Mocha.AsyncFunc | Mocha.Func): void {
  if (problem === undefined) it(title, run);
  else it(`${title} (left out: ${problem})`);
}

/** Why nothing can be run that way; undefined where it can. */
export function unprivilegedProblem(): string | undefined {
  if (process.getuid === undefined) return "this system has no such rights";
  if (!isRoot) return undefined;
  const { status } = spawnSync(NODE[0], ["-e", `require(${JSON.stringify(resolve(root, "package.json"))})`], NOBODY);
  return status === 0 ? undefined : "root's other user cannot read the project";
}

/** Why there are no files of another owner; undefined where there are. */
export function otherOwnerProblem(): string | undefined {
  return isRoot ? unprivilegedProblem() : "only root has a second user";
}
