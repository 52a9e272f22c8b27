import assert from "node:assert/strict";
import type { Run, RunTest } from "./run";
import type { Statement } from "./statements";
import { tableText, unshown, wrongNames } from "./table";

const STATEMENTS: Statement[] = [
  { id: "MQTT-1.0.0-1", says: "Send it.", binds: "client" },
  { id: "MQTT-1.0.0-2", says: "Answer it.", binds: "server" },
  { id: "MQTT-1.0.0-3", says: "Close it.", binds: "both" },
  { id: "MQTT-1.0.0-4", says: "Frame it.", binds: "client", notApplicable: "no frames" },
];
const FILE = "test/firmware/mqtt/x.test.ts";

function run(...tests: (Partial<RunTest> & { title: string })[]): Run {
  return { tests: tests.map((test) => ({ file: FILE, state: "passed", ...test })), suites: [] };
}

const WHOLE = run({ title: "sends [MQTT-1.0.0-1]" }, { title: "closes [MQTT-1.0.0-3]" });

/** The identifiers that the sentences begin with. */
function ids(problems: string[]): string[] {
  return problems.map((problem) => /^\[(.*?)\]/.exec(problem)?.[1] ?? problem);
}

describe("conformance table", () => {
  describe("what is not shown", () => {
    it("is nothing where each statement that binds a client has a passing test", () => {
      assert.deepEqual(unshown(STATEMENTS, WHOLE), []);
    });

    it("is a statement that no title names, with its text", () => {
      const problems = unshown(STATEMENTS, run({ title: "sends [MQTT-1.0.0-1]" }));
      assert.equal(problems.length, 1);
      assert.match(problems[0], /^\[MQTT-1\.0\.0-3\] .*Close it\.$/);
    });

    it("is a statement that only a failing, a pending or a left-out test names", () => {
      for (const state of ["failed", "pending", undefined] as const) {
        const one = run({ title: "sends [MQTT-1.0.0-1]" }, { title: "closes [MQTT-1.0.0-3]", state });
        assert.deepEqual(ids(unshown(STATEMENTS, one)), ["MQTT-1.0.0-3"], String(state));
      }
    });

    it("is a statement whose only test is where a machine may have to leave it out", () => {
      const elsewhere = run(
        { title: "sends [MQTT-1.0.0-1]", file: "test/engines/espruino.test.ts" },
        { title: "closes [MQTT-1.0.0-3]" },
      );
      assert.deepEqual(ids(unshown(STATEMENTS, elsewhere)), ["MQTT-1.0.0-1"]);
    });

    it("one title shows all the statements it names", () => {
      assert.deepEqual(unshown(STATEMENTS, run({ title: "does both [MQTT-1.0.0-1] [MQTT-1.0.0-3]" })), []);
    });
  });

  describe("wrong names", () => {
    it("are none in titles that name what binds a client, or nothing", () => {
      assert.deepEqual(wrongNames(STATEMENTS, WHOLE), []);
      assert.deepEqual(wrongNames(STATEMENTS, run({ title: "takes [1, 2] and MQTT" })), []);
    });

    for (const id of ["MQTT-1.0.0-9", "MQTT-1.0.0", "MQTT-1.0.0-1, MQTT-1.0.0-3", "MQTT-1-0.0-1"]) {
      it(`are unknown statements such as "${id}", in whatever folder and state`, () => {
        for (const test of [{}, { state: "pending" as const }, { file: "test/engines/x.test.ts" }]) {
          const problems = wrongNames(STATEMENTS, run({ title: `sends [${id}]`, ...test }));
          assert.equal(problems.length, 1);
          assert.ok(problems[0].includes(`[${id}], which MQTT 3.1.1 does not have`), problems[0]);
        }
      });
    }

    it("are statements that bind only servers, where tests show what the client does", () => {
      const title = "answers [MQTT-1.0.0-2]";
      assert.match(wrongNames(STATEMENTS, run({ title }))[0], /x\.test\.ts.*MQTT-1\.0\.0-2.*binds only servers/);
      assert.deepEqual(wrongNames(STATEMENTS, run({ title, file: "test/simulator/broker.test.ts" })), []);
    });

    it("are statements listed as not applicable", () => {
      assert.match(wrongNames(STATEMENTS, run({ title: "frames [MQTT-1.0.0-4]" }))[0], /not applicable \(no frames\)/);
    });

    it("are statements in a describe", () => {
      const suites = [{ file: FILE, title: "session [MQTT-1.0.0-1]" }];
      assert.match(wrongNames(STATEMENTS, { ...WHOLE, suites })[0], /describe\("session \[MQTT-1\.0\.0-1\]"\)/);
    });
  });

  describe("its text", () => {
    const text = tableText(STATEMENTS, WHOLE);

    it("counts the statements", () => {
      assert.match(
        text,
        /- 4 normative statements\n- 2 bind a client; tests show 2 of them\n- 1 are .*\n- 1 bind servers/,
      );
      assert.match(tableText(STATEMENTS, run()), /tests show 0 of them/);
    });

    it("has a row for each statement, with the titles of its tests by file", () => {
      const two = run({ title: "sends [MQTT-1.0.0-1]" }, { title: "and closes [MQTT-1.0.0-3] [MQTT-1.0.0-1]" });
      const rows = tableText(STATEMENTS, two)
        .split("\n")
        .filter((line) => line.startsWith("| MQTT"));
      assert.deepEqual(rows, [
        `| MQTT-1.0.0-1 | Send it. | client | [${FILE}](../firmware/mqtt/x.test.ts)<br>– sends<br>– and closes |`,
        "| MQTT-1.0.0-2 | Answer it. | server | binds servers only |",
        `| MQTT-1.0.0-3 | Close it. | both | [${FILE}](../firmware/mqtt/x.test.ts)<br>– and closes |`,
        "| MQTT-1.0.0-4 | Frame it. | client | not applicable: no frames |",
      ]);
    });

    it("says which statement is not shown", () => {
      assert.match(tableText(STATEMENTS, run()), /\| MQTT-1\.0\.0-1 \| .* \| \*\*not shown\*\* \|/);
    });

    it("does not depend on the order of the files, on repeated titles or on tests that a machine may leave out", () => {
      const a = { title: "a [MQTT-1.0.0-1]", file: "test/conformance/a.test.ts" };
      const b = { title: "b [MQTT-1.0.0-1]" };
      assert.equal(tableText(STATEMENTS, run(b, a)), tableText(STATEMENTS, run(a, b)));
      assert.equal(tableText(STATEMENTS, run(a, b, b)), tableText(STATEMENTS, run(a, b)));
      const elsewhere = { title: "c [MQTT-1.0.0-1]", file: "test/engines/c.test.ts" };
      assert.equal(tableText(STATEMENTS, run(a, b, elsewhere)), tableText(STATEMENTS, run(a, b)));
    });

    it("keeps titles with Markdown's own characters in their cell", () => {
      const text = tableText(STATEMENTS, run({ title: "takes a|b, <c>,\n`d` and # [MQTT-1.0.0-1]" }));
      assert.ok(text.includes("– takes a\\|b, \\<c>, \\`d\\` and \\# |"), text);
    });
  });
});
