import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Mocha, { type MochaGlobals } from "mocha";
import { conformanceHooks, countedFiles } from "./hook";
import type { Statement } from "./statements";
import { TABLE_FILE } from "./table";

const STATEMENTS: Statement[] = [
  { id: "MQTT-1.0.0-1", says: "Send it.", binds: "client" },
  { id: "MQTT-1.0.0-2", says: "Answer it.", binds: "server" },
];
const SENDS = "test/firmware/sends.test.ts";
const OTHER = "test/conformance/other.test.ts";

type Body = "passes" | "fails" | "pending" | "only";
interface Tree {
  [file: string]: { [title: string]: Body };
}

const COMPLETE: Tree = { [SENDS]: { "sends [MQTT-1.0.0-1]": "passes" }, [OTHER]: { "is there": "passes" } };

/** Prints nothing of the runs within this run. */
class Silent extends Mocha.reporters.Base {}

describe("conformance hook", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "conformance-"));
    for (const folder of ["test/conformance", "test/firmware"]) mkdirSync(join(root, folder), { recursive: true });
    for (const file of [SENDS, OTHER]) writeFileSync(join(root, file), "");
  });

  afterEach(() => rmSync(root, { recursive: true }));

  /** Runs these tests in a mocha of their own and gives what failed: titles of tests, and messages of hooks. */
  async function failures(
    tree: Tree,
    { enforced = true, write = false, grep }: { enforced?: boolean; write?: boolean; grep?: string } = {},
  ): Promise<string[]> {
    const files = Object.keys(COMPLETE);
    const mocha = new Mocha({
      grep,
      reporter: Silent,
      rootHooks: conformanceHooks({ statements: STATEMENTS, projectRoot: root, files, enforced, write }),
    });
    for (const [file, tests] of Object.entries(tree)) {
      const globals = {} as MochaGlobals;
      mocha.suite.emit("pre-require", globals, join(root, file), mocha);
      globals.describe(file, () => {
        for (const [title, body] of Object.entries(tests)) {
          if (body === "pending") globals.it(title);
          else if (body === "only") globals.it.only(title, () => undefined);
          else globals.it(title, () => assert.equal(body, "passes"));
        }
      });
    }
    const failed: string[] = [];
    await new Promise<void>((done) => {
      mocha
        .run(() => done())
        .on("fail", (test, error: Error) => failed.push(test instanceof Mocha.Test ? test.title : error.message));
    });
    mocha.dispose();
    return failed;
  }

  const writeTable = (tree: Tree = COMPLETE): Promise<string[]> => failures(tree, { write: true });
  const readTable = (): string => readFileSync(join(root, TABLE_FILE), "utf8");

  it("lets a full run pass that shows every statement, and whose table is up to date", async () => {
    assert.deepEqual(await writeTable(), []);
    assert.match(readTable(), /\| MQTT-1\.0\.0-1 \| .*– sends \|/);
    assert.deepEqual(await failures(COMPLETE), []);
  });

  it("fails a full run that lacks a statement, and names it", async () => {
    await writeTable();
    const [message, ...more] = await failures({ ...COMPLETE, [SENDS]: { sends: "passes" } });
    assert.match(message, /\[MQTT-1\.0\.0-1\] is shown by no passing test/);
    assert.deepEqual(more, []);
  });

  for (const body of ["fails", "pending"] as const) {
    it(`takes a test that ${body === "fails" ? body : "is pending"} for no proof`, async () => {
      await writeTable();
      const failed = await failures({ ...COMPLETE, [SENDS]: { "sends [MQTT-1.0.0-1]": body } });
      assert.match(failed.at(-1) ?? "", /\[MQTT-1\.0\.0-1\] is shown by no passing test/);
      assert.equal(failed.length, body === "fails" ? 2 : 1);
    });
  }

  it("fails any run with a title that names an unknown statement or one of servers", async () => {
    for (const id of ["MQTT-9.9.9-9", "MQTT-1.0.0-2"]) {
      const [message] = await failures({ [SENDS]: { [`sends [${id}]`]: "passes" } });
      assert.ok(message.includes(`names [${id}]`), message);
    }
  });

  it("fails a full run whose table is another one, or none, and names the command that makes it", async () => {
    assert.match((await failures(COMPLETE))[0], /table\.md is not what this run gives.*"npm run conformance"/);
    await writeTable();
    const renamed = { ...COMPLETE, [SENDS]: { "really sends [MQTT-1.0.0-1]": "passes" } } satisfies Tree;
    assert.match((await failures(renamed))[0], /table\.md is not what this run gives/);
  });

  it("asks a single file for no more than right names", async () => {
    assert.deepEqual(await failures({ [OTHER]: { "is there": "passes" } }), []);
  });

  it("asks a run with --grep for no more than right names", async () => {
    assert.deepEqual(await failures(COMPLETE, { grep: "is there" }), []);
  });

  it("asks a run with .only for no more than right names", async () => {
    assert.deepEqual(await failures({ ...COMPLETE, [OTHER]: { "is alone": "only" } }), []);
  });

  it("says nothing while it is not enforced, except when the table is asked for", async () => {
    const nothing: Tree = { [SENDS]: { "sends [MQTT-9.9.9-9]": "passes" }, [OTHER]: {} };
    assert.deepEqual(await failures(nothing, { enforced: false }), []);
    const [message] = await failures(nothing, { enforced: false, write: true });
    assert.match(message, /MQTT-9\.9\.9-9(.|\n)*\[MQTT-1\.0\.0-1\] is shown by no passing test/);
  });

  it("writes what a full run shows also where something is missing, and nothing of a partial one", async () => {
    const [partial] = await failures({ [SENDS]: COMPLETE[SENDS] }, { write: true });
    assert.match(partial, /left tests out, so .*table\.md was not written/);
    assert.throws(readTable, /ENOENT/);
    await writeTable({ ...COMPLETE, [SENDS]: { sends: "passes" } });
    assert.match(readTable(), /\*\*not shown\*\*/);
  });

  it("counts every test file under test/conformance and test/firmware", () => {
    writeFileSync(join(root, "test/firmware/owner.ts"), "");
    mkdirSync(join(root, "test/firmware/mqtt"));
    writeFileSync(join(root, "test/firmware/mqtt/deep.test.ts"), "");
    assert.deepEqual(countedFiles(root).sort(), [OTHER, "test/firmware/mqtt/deep.test.ts", SENDS]);
  });

  it("sees every one of this project's files: a run that lacks one counts as partial", () => {
    const project = join(__dirname, "../..");
    const files = countedFiles(project);
    assert.ok(files.includes("test/conformance/hook.test.ts"));
    for (const file of files) assert.match(readFileSync(join(project, file), "utf8"), /^describe\(/m, file);
  });
});
