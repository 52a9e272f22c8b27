import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Context, RootHookObject } from "mocha";
import { isFull, readRun } from "./run";
import { STATEMENTS, type Statement } from "./statements";
import { FOLDERS, REFRESH_COMMAND, TABLE_FILE, tableText, unshown, wrongNames } from "./table";

/** Whether a run of all tests fails when statements are not shown, or wrongly named, or the table is out of date. */
export const ENFORCED = true;

/** The environment variable by which scripts/conformance.ts asks for the table to be written rather than compared. */
const WRITE = "CONFORMANCE_WRITE";

export interface ConformanceCheck {
  statements: readonly Statement[];
  projectRoot: string;
  /** The test files that a run must have gone through to be full, as paths from the root. */
  files: readonly string[];
  enforced: boolean;
  /** Writes the table, and says of every run, enforced or not, what it lacks. */
  write: boolean;
}

/** The test files of the folders that count. */
export function countedFiles(projectRoot: string): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
      .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).split(sep).join("/")),
  );
}

/**
 * Looks at mocha's tree after the last test and fails the run with everything that is wrong. Wrong names fail any run; what
 * is missing and a table out of date only a full one.
 */
export function conformanceHooks(check: ConformanceCheck): RootHookObject {
  const { statements, projectRoot, files, enforced, write } = check;
  return {
    afterAll(this: Context) {
      if (!enforced && !write) return;
      // A root hook's parent is the root suite.
      const run = readRun(this.test!.parent!, projectRoot);
      const problems = wrongNames(statements, run);
      if (isFull(run, files)) {
        problems.push(...unshown(statements, run));
        const path = join(projectRoot, TABLE_FILE);
        const text = tableText(statements, run);
        if (write) {
          writeFileSync(path, text);
        } else if (problems.length === 0 && (!existsSync(path) || readFileSync(path, "utf8") !== text)) {
          problems.push(`${TABLE_FILE} is not what this run gives: refresh it with "${REFRESH_COMMAND}" and commit it`);
        }
      } else if (write) {
        problems.push(`the run left tests out, so ${TABLE_FILE} was not written: look for .only`);
      }
      if (problems.length > 0) {
        throw new Error(`conformance to MQTT 3.1.1:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
      }
    },
  };
}

const root = resolve(__dirname, "../..");

/** Registered in .mocharc.mjs. */
export const mochaHooks = conformanceHooks({
  statements: STATEMENTS,
  projectRoot: root,
  files: countedFiles(root),
  enforced: ENFORCED,
  write: process.env[WRITE] !== undefined,
});
