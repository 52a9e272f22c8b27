import assert from "node:assert/strict";
import fc from "fast-check";
import { checkForEspruino } from "../../../../../../scripts/lib/build/espruino/check";
import { minify } from "../../../../../../scripts/lib/build/espruino/minify";
import { shape } from "../../../../../../scripts/lib/build/espruino/shape/shape";
import { runInEspruino } from "../../../../../engines/espruino-run";
import { Random, seed } from "../../../../../random";
import { inFullOr } from "../../../../../thorough";
import { programBy } from "./random-program";
import { shaped } from "./shaped";
import { AFTER, BEFORE, logOf } from "./stub-engine";

const SEED = seed();
const interpreter = process.env["ESPRUINO"] ?? "";
const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
const ENGINES = new Set(["log", "on", "give", "read", "handlers", "given", "limit", "step"]);

const choices = fc.array(fc.nat(999), { minLength: 30, maxLength: 300, size: "max" });

describe(`a shaped program does what the program does (seed ${SEED})`, function () {
  this.timeout(inFullOr(1_200_000, 60_000));

  it("of random programs", () => {
    let compared = 0;
    const runs = inFullOr(3_000, 120);
    fc.assert(
      fc.property(choices, (chosen) => {
        const program = programBy(chosen);
        const log = logOf(`"use strict";${program}`);
        if (log === undefined) return;
        compared++;
        assert.deepEqual(logOf(shaped(program)), log, program);
      }),
      { seed: SEED, numRuns: runs },
    );
    assert.ok(compared > runs / 2, `only ${compared} of ${runs} programs end`);
  });

  (interpreter === "" ? it.skip : it)("of random programs in the interpreter", async () => {
    const random = new Random(SEED);
    for (let run = 0; run < inFullOr(60, 6);) {
      const program = programBy(Array.from({ length: 60 + random.below(100) }, () => random.below(1000)));
      const log = logOf(program);
      if (log === undefined || log.length < 10) continue;
      const { code, map } = await minify(shape(program), NO_MAP, ENGINES);
      checkForEspruino(code, map, "script", ".");
      assert.deepEqual(await runInEspruino(interpreter, `${BEFORE}${code}${AFTER}`), log, program);
      run++;
    }
  });
});
