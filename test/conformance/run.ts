import { relative, sep } from "node:path";
import type { Suite, Test } from "mocha";

/** A test of a run, as far as the conformance table asks. */
export interface RunTest {
  /** From the project's root, with forward slashes. */
  file: string;
  title: string;
  /** `undefined`: it did not run, for example because of `--grep`. */
  state?: "passed" | "failed" | "pending";
}

/** What mocha's tree of suites says when its run is over. */
export interface Run {
  tests: RunTest[];
  /** The titles of `describe`s, which name no statements: each test names its own. */
  suites: { file: string; title: string }[];
}

function stateOf(test: Test): RunTest["state"] {
  return test.isPending() ? "pending" : test.state;
}

/** Reads mocha's root suite in an `afterAll` hook of it, or later. */
export function readRun(rootSuite: Suite, projectRoot: string): Run {
  const pathOf = (file: string | undefined): string =>
    file === undefined ? "" : relative(projectRoot, file).split(sep).join("/");
  const run: Run = { tests: [], suites: [] };
  const visit = (suite: Suite): void => {
    if (!suite.root) run.suites.push({ file: pathOf(suite.file), title: suite.title });
    for (const test of suite.tests) {
      run.tests.push({ file: pathOf(test.file), title: test.title, state: stateOf(test) });
    }
    suite.suites.forEach(visit);
  };
  visit(rootSuite);
  return run;
}

/**
 * Whether each of these files was loaded and each of their tests had its turn: not so with a single file, `--grep`, `.only`
 * or `--bail`.
 */
export function isFull(run: Run, files: readonly string[]): boolean {
  const counted = new Set(files);
  const loaded = new Set([...run.suites, ...run.tests].map(({ file }) => file));
  return (
    files.every((file) => loaded.has(file)) &&
    run.tests.every(({ file, state }) => !counted.has(file) || state !== undefined)
  );
}

/** The statements a title names: "MQTT-3.1.0-1" of "… [MQTT-3.1.0-1]"; also what only looks like one. */
export function named(title: string): string[] {
  return [...title.matchAll(/\[(MQTT-[^\]]*)\]/g)].map(([, id]) => id);
}

/** A title without the statements it names. */
export function plain(title: string): string {
  return title
    .replace(/\s*\[MQTT-[^\]]*\]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
