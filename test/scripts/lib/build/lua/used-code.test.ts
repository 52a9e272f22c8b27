import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { unusedCode, without } from "../../../../../scripts/lib/build/lua/used-code";

describe("what a program uses of its files", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mote-used-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The second file of a program, without what is not used of it, its lines without what was blanked. */
  function used(entry: string, library: string, other = ""): string[] {
    mkdirSync(folder, { recursive: true });
    const paths = ["main.ts", "library.ts", "other.ts"].map((name) => join(folder, name));
    [entry, library, other].forEach((text, i) => writeFileSync(paths[i], text));
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es5.d.ts"],
      types: [],
    };
    const program = ts.createProgram([paths[0]], options);
    const rest = without(library, unusedCode(program, paths[0]).get(paths[1]) ?? []);
    assert.equal(rest.length, library.length);
    return rest
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "");
  }

  it("is what the entry names, and what that names in turn", () => {
    assert.deepEqual(
      used(
        'import { a } from "./library";\na();',
        "export const a = () => b;\nconst b = 1;\nexport const c = () => d;\nfunction d() {\n  return 2;\n}\n",
      ),
      ["export const a = () => b;", "const b = 1;"],
    );
  });

  it("is also what happens when a file is loaded", () => {
    assert.deepEqual(
      used(
        'import { a } from "./library";\na();',
        "export const a = () => 1;\nlet seed = 0;\nseed = f();\nfunction f() { return 2; }",
      ),
      ["export const a = () => 1;", "let seed = 0;", "seed = f();", "function f() { return 2; }"],
    );
  });

  it("is of an import only the names that are used, and types", () => {
    const other = "export const x = 1;\nexport const y = 2;\nexport const z = 3;\nexport interface T {}\n";
    const library = (names: string): string =>
      `import { ${names} } from "./other";\nexport const a = (t: T) => y;\nexport const b = [x, z];`;
    const entry = 'import { a } from "./library";\na({});';
    assert.equal(used(entry, library("x, y, z, type T"), other)[0], 'import {    y,    type T } from "./other";');
    assert.equal(used(entry, library("y, type T, x"), other)[0], 'import { y, type T,   } from "./other";');
  });

  it("is a name under which another is exported, where that is used", () => {
    const library = "const own = 1;\nconst more = 2;\nexport { own as a };\nexport { more as b };";
    assert.deepEqual(used('import { a } from "./library";\nexport const x = a;', library), [
      "const own = 1;",
      "export { own as a };",
    ]);
  });

  it("is a name that is passed on from another file, where that is used", () => {
    const library = 'import { x as own, y } from "./other";\nexport { own as a };\nexport { y as b };';
    assert.deepEqual(
      used('import { a } from "./library";\nexport const z = a;', library, "export const x = 1;\nexport const y = 2;"),
      ['import { x as own,   } from "./other";', "export { own as a };"],
    );
  });
});
