import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compileLua } from "../../../../../scripts/lib/build/lua/compile-lua";

const root = resolve(__dirname, "../../../../..");

const HALVES = "half";

/** Two programs that use other parts of the same files. */
const HALF = (firmware: string): string => `
import { halfUp } from "${firmware}/${HALVES}";
declare function out(value: unknown): void;
out(halfUp(1));
`;
const BOTH = (firmware: string): string => `
import { DIGITS, halfUp, twice } from "${firmware}/${HALVES}";
declare function out(value: unknown): void;
out(halfUp(twice(DIGITS)));
`;

describe("files that were compiled to Lua before", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => (folder = project()));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A project that no compiler of this process knows. */
  function project(): string {
    const made = mkdtempSync(join(tmpdir(), "mote-known-"));
    cpSync(join(root, "firmware/engine"), join(made, "firmware/engine"), { recursive: true });
    write(made, "constants", "export const FACTOR = 2;\nexport const DIGITS = 3;\n");
    write(
      made,
      HALVES,
      'import { FACTOR } from "./constants";\nexport { DIGITS } from "./constants";\n' +
        "export const halfUp = (n: number): number => n / FACTOR + 1;\nexport const twice = (n: number): number => n * FACTOR;\n",
    );
    return made;
  }

  function write(to: string, name: string, text: string): void {
    writeFileSync(join(to, `firmware/${name}.ts`), text);
  }

  const compile = (program: typeof HALF, from = folder): string => {
    const { code, map } = compileLua(program, from, "5.3");
    return code + map;
  };

  it("are what they would be without that, whichever program comes first", () => {
    const [half, both, again] = [compile(HALF), compile(BOTH), compile(HALF)];
    const other = project();
    try {
      assert.deepEqual([compile(BOTH, other), compile(HALF, other)], [both, half]);
      assert.equal(again, half);
      assert.ok(!half.includes("twice") && both.includes("twice"));
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it("are compiled anew where a file that they import says something else, and are again what they were", () => {
    const before = compile(HALF);
    assert.match(before, /n \/ 2 \+ 1/);
    const text = readFileSync(join(folder, "firmware/constants.ts"), "utf8");
    write(folder, "constants", text.replace("FACTOR = 2", "FACTOR = 4"));
    assert.match(compile(HALF), /n \/ 4 \+ 1/);
    write(folder, "constants", text);
    assert.equal(compile(HALF), before);
  });

  it("are not kept where something was wrong with the program", () => {
    const text = readFileSync(join(folder, "firmware/half.ts"), "utf8");
    write(folder, HALVES, `${text}export const wrong: string = 1;\n`);
    for (let i = 0; i < 2; i++) assert.throws(() => compile(BOTH), /half\.ts:5:14: error: Type 'number'/);
  });
});
