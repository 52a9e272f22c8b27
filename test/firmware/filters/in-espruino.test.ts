import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildProgram } from "../../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../../scripts/lib/platforms/engine-files";
import { fromStorage, runInEspruino } from "../../engines/espruino-run";
import { VECTORS } from "./vectors";

const root = resolve(__dirname, "../../..");
const interpreter = process.env["ESPRUINO"];

/** Prints what the vectors give, and the variables free before and after 1,000 readings through all of them. */
const PROGRAM = `
for (const vector of VECTORS) {
  console.log("@" + passed(vector).map((value) => "" + value).join() + "@");
}
const ends: ((value: number) => void)[] = [];
for (const vector of VECTORS) {
  ends.push(chain(vector.filters(), () => {}));
}
const round = (times: number): number => {
  for (let i = 0; i < times; i++) {
    for (const end of ends) {
      end(i % 7 === 0 ? NaN : i + 0.5);
    }
  }
  return process.memory(true).free;
};
round(1000);
console.log("@" + round(1000) + "@");
console.log("@" + round(1000) + "@");
`;

describe("filters in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  let lines: string[];

  before(async function () {
    if (interpreter === undefined) this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-filters-"));
    try {
      const { bundlePath } = await buildProgram(
        (firmware) =>
          `import { passed, VECTORS } from "${relative(folder, join(__dirname, "vectors"))}";\n` +
          `import { chain } from "${firmware}/filters/chain";\n${PROGRAM}`,
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

  VECTORS.forEach(({ name, out }, i) => {
    it(name, () => {
      const numbers = lines[i] === "" ? [] : lines[i].split(",").map(Number);
      assert.deepEqual(
        numbers.map((value) => Math.round(value * 1e9) / 1e9),
        out,
      );
    });
  });

  it("a thousand readings through each take up no variable", () => {
    const [before, after] = lines.slice(VECTORS.length);
    assert.match(before, /^\d+$/);
    assert.equal(after, before);
  });
});
