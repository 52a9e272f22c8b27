import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { createCachingHost, diagnosticsOf } from "../../../../scripts/lib/build/checked-files";

describe("files that the compiler has checked", () => {
  const options: ts.CompilerOptions = { strict: true, noEmit: true, lib: ["lib.es5.d.ts"], types: [] };
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mote-checked-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What is wrong with the program as it is now, after these files were written. */
  function check(files: Record<string, string>): string[] {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const entry = join(folder, "main.ts");
    const program = ts.createProgram([entry], options, createCachingHost(folder, entry, options));
    return diagnosticsOf(folder, program).map(({ file, code }) => `${file?.fileName.slice(folder.length + 1)} ${code}`);
  }
  const sound = {
    "main.ts": 'import { double } from "./double";\nexport const four: number = double(2);\n',
    "double.ts": 'import { factor } from "./factor";\nexport const double = (n: number): number => factor * n;\n',
    "factor.ts": "export const factor = 2;\n",
  };

  it("are parsed once while they stay as they are", () => {
    const parsed = (): (ts.SourceFile | undefined)[] => {
      const host = createCachingHost(folder, join(folder, "main.ts"), options);
      return Object.keys(sound).map((name) => host.getSourceFile(join(folder, name), ts.ScriptTarget.ES2022));
    };
    assert.deepEqual(check(sound), []);
    const [, double, factor] = parsed();
    writeFileSync(join(folder, "factor.ts"), "export const factor = 3;\n");
    assert.deepEqual(
      parsed().map((file, i) => file === [undefined, double, factor][i]),
      [false, true, false],
    );
  });

  it("are sound only as long as what they import is", () => {
    assert.deepEqual(check(sound), []);
    assert.deepEqual(check({ "factor.ts": 'export const factor = "2";\n' }), ["double.ts 2362"]);
    assert.deepEqual(check(sound), []);
  });

  it("are faulty as often as they are looked at", () => {
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(check({ ...sound, "double.ts": "export const double = (n: string): string => n;\n" }), [
        "main.ts 2322",
        "main.ts 2345",
      ]);
    }
  });

  it("are checked where a program did not have them before, and the program's own file each time", () => {
    assert.deepEqual(check({ ...sound, "main.ts": "export const four: number = 4;\n" }), []);
    assert.deepEqual(check({ "factor.ts": "export const factor = {};\n" }), []);
    assert.deepEqual(check({ "main.ts": 'export { double } from "./double";\n' }), ["double.ts 2362"]);
    assert.deepEqual(check({ "main.ts": 'export const four: number = "4";\n' }), ["main.ts 2322"]);
  });
});
