import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { longFiles } from "../../../../scripts/lib/suite/long-files";

const root = resolve(__dirname, "../../../..");

describe("the files of the long suite", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-long-"));
    mkdirSync(join(folder, "test/deep"), { recursive: true });
    write("test/thorough.ts", "export const length = 1;");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(path: string, text: string): void {
    writeFileSync(join(folder, path), text);
  }

  it("are those that ask for their length, and no others", () => {
    write("test/short.test.ts", 'import assert from "node:assert/strict";\n// thorough\n');
    write("test/deep/long.test.ts", 'import { length } from "../thorough";\n');
    write("test/long.test.ts", 'import {\n  length,\n} from "./thorough";\n');
    assert.deepEqual(longFiles(folder), ["test/deep/long.test.ts", "test/long.test.ts"]);
  });

  it("are also those that import a file which does, and none that are further away", () => {
    write("test/deep/engines.ts", 'export { length } from "../thorough";\n');
    write("test/deep/node.ts", 'import { length } from "./engines";\nexport const node = length;\n');
    write("test/deep/on-engines.test.ts", 'import { length } from "./engines";\n');
    write("test/deep/on-one.test.ts", 'import { node } from "./node";\n');
    assert.deepEqual(longFiles(folder), ["test/deep/on-engines.test.ts"]);
  });

  it("have every scenario that runs on several engines", () => {
    const all = longFiles(root);
    const scenarios = readdirSync(join(root, "test/scenarios")).filter((name) => name.endsWith(".test.ts"));
    const shared = scenarios.filter(
      (name) =>
        readFileSync(join(root, "test/scenarios", name), "utf8").match(/describe(OnEngines|WithVoltages)\(/) !== null,
    );
    assert.ok(shared.length > 20 && shared.length < scenarios.length);
    assert.deepEqual(
      shared.filter((name) => !all.includes(`test/scenarios/${name}`)),
      [],
    );
  });
});
