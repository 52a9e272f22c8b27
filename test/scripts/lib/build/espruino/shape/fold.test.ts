import { foldConditions } from "../../../../../../scripts/lib/build/espruino/shape/fold";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => foldConditions(program, variables.valueOf);

describe("folding what is known", () => {
  for (const [before, after] of [
    ["if (1 < 2) a(); else b();", "a();"],
    ["const level = 3; if (level === 4) a();", "const level = 3;"],
    ["engine.on(() => { if (undefined !== undefined) { a(); } b(); });", "engine.on(() => { b(); });"],
    ["x(1 + 2 * 3);", "x(7);"],
    ["x(Math.max(1, 4) + 'ab'.length);", "x(6);"],
    ["const f = () => 1; if (f === undefined) a();", "const f = () => 1;"],
    [
      "engine.on(() => { const v = analogRead(34) * 100; if (v === v) a(); });",
      "engine.on(() => { const v = analogRead(34) * 100; a(); });",
    ],
    ["engine.on((v) => { x(v * 100 * 10); });", "engine.on((v) => { x(v * 1000); });"],
    ["x(0 || y); x(null ?? y); x(false && y);", "x(y); x(y); x(false);"],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["a quotient may be NaN", "engine.on(() => { const v = analogRead(34) / analogRead(35); if (v === v) a(); });"],
    [
      "a measured number may be another later",
      "engine.on(() => { let v = analogRead(34); if (v === v) a(); v = read(); });",
    ],
    ["a variable changes", "let level = 3; engine.on(() => { if (level === 4) a(); level = 4; });"],
    ["a parameter may be anything", "engine.on((level) => { if (level === undefined) a(); });"],
    ["two objects may be the same", "const a = {}; const b = {}; engine.log(a === b);"],
    ["a negative number has no literal", "x(1 - 2);"],
    ["a product of fractions is rounded", "engine.on((v) => { x(v * 0.1 * 3, v * 3 * 0.1); });"],
    ["a division by nothing has none either", "x(1 / 0);"],
    ["a name of the engine's may hold anything", "if (process) a();"],
    ["a record counts as true, but what it holds is not known", "const r = { a: 1 }; r.a = 0; if (r.a) a();"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
