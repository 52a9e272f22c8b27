import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildProgram } from "../../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../../scripts/lib/platforms/engine-files";
import { fromStorage, runInEspruino } from "../../engines/espruino-run";
import { CASES } from "./part-cases";

const root = resolve(__dirname, "../../..");
const interpreter = process.env["ESPRUINO"];

/** Prints what each part measures, and the variables free before and after further 500 readings of each. */
const PROGRAM = `
const parts: Part[] = [];
for (const each of CASES) {
  const part = each.create();
  console.log("@" + part.configure() + " " + part.begin() + " " + part.read() + " " + each.shown(part.values) + "@");
  parts.push(part);
}
const round = (times: number): number => {
  for (let i = 0; i < times; i++) {
    for (const part of parts) {
      part.begin();
      part.read();
    }
  }
  return process.memory(true).free;
};
round(100);
console.log("@" + round(10) + "@");
console.log("@" + round(500) + "@");
`;

describe("parts on buses in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  let lines: string[];

  before(async function () {
    if (interpreter === undefined) this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-parts-"));
    try {
      const { bundlePath } = await buildProgram(
        (firmware) =>
          `import { CASES } from "${relative(folder, join(__dirname, "part-cases"))}";\n` +
          `import type { Part } from "${firmware}/sensors/part";\n${PROGRAM}`,
        { ...ESPRUINO_ON_ESP32, tokens: true },
        root,
        folder,
      );
      lines = await runInEspruino(
        interpreter,
        fromStorage(readFileSync(bundlePath, "latin1")) + "\nclearTimeout();quit();\n",
        50_000,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  CASES.forEach(({ name, expected }, i) => {
    it(name, () => assert.equal(lines[i], `0 0 0 ${expected}`));
  });

  it("five hundred readings of each take up no variable", () => {
    const [before, after] = lines.slice(CASES.length);
    assert.match(before, /^\d+$/);
    assert.equal(after, before);
  });
});

describe("parts on buses that always answer the same", () => {
  for (const { name, expected, create, shown } of CASES) {
    it(name, () => {
      const part = create();
      assert.deepEqual([part.configure(), part.begin(), part.read()], [0, 0, 0]);
      assert.equal(shown(part.values), expected);
    });
  }
});
