import { strict as assert } from "node:assert";
import { checkForEspruino, findGaps } from "../../../../../scripts/lib/build/espruino/check";
import { runInEspruino } from "../../../../engines/espruino-run";
import { samples } from "./samples";

const interpreter = process.env.ESPRUINO ?? "";

/** A source map that leads nowhere: places are those of the bundle. */
const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

describe("the check for what Espruino lacks", () => {
  for (const { name, source, gap, column } of samples) {
    it(name, () => {
      const expected = gap === undefined ? [] : [{ place: `bundle.js:1:${column}`, message: `Espruino has no ${gap}` }];
      assert.deepEqual(findGaps(source, NO_MAP, "script", ""), expected);
    });
    if (interpreter === "") continue;
    it(`${name}: the interpreter ${gap === undefined ? "runs it" : "fails"}`, async () => {
      const results = await runInEspruino(interpreter, `function ok(v){out(v?"yes":"no")}\n${source}`, 0);
      assert.equal(results.join() === "yes", gap === undefined, `ok was called with: ${results.join()}`);
    });
  }

  it("is right about what each sample does in a whole JavaScript engine", () => {
    for (const { source } of samples) {
      const results: boolean[] = [];
      new Function("ok", source)((value: unknown) => results.push(Boolean(value)));
      assert.deepEqual(results, [true], source);
    }
  });

  it("reports every gap at its place in the TypeScript source", () => {
    // The generated first column is line 3, column 5 of app/node.ts.
    const map = JSON.stringify({ version: 3, sources: ["node.ts"], names: [], mappings: "AAEI" });
    assert.throws(() => checkForEspruino("x(2 ** 3, [...y])", map, "module", "firmware/app"), {
      name: "UserError",
      message:
        "firmware/app/node.ts:3:5: error: Espruino has no ** operator\n" +
        "firmware/app/node.ts:3:5: error: Espruino has no spread",
    });
  });

  it("leaves the order of functions in a compiled file to the bundle", () => {
    assert.deepEqual(findGaps("export const a = f(); function f() { return 1; }", NO_MAP, "module", ""), []);
  });
});
