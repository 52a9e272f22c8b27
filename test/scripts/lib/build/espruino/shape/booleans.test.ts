import { numberBooleans } from "../../../../../../scripts/lib/build/espruino/shape/booleans";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => numberBooleans(program, variables);

describe("numbers for booleans", () => {
  for (const [before, after] of [
    [
      "let on = false; engine.on(() => { on = true; if (on) a(); });",
      "let on = 0; engine.on(() => { on = 1; if (on) a(); });",
    ],
    [
      "let on = true; engine.on((x) => { on = x > 1 && !x; x(on ? 1 : 2, !on); });",
      "let on = 1; engine.on((x) => { on = (x > 1 && !x) | 0; x(on ? 1 : 2, !on); });",
    ],
    [
      "let a = false; let b = false; engine.on(() => { a = true; b = a || !a; if (b && a) c(); });",
      "let a = 0; let b = 0; engine.on(() => { a = 1; b = (a || !a) | 0; if (b && a) c(); });",
    ],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["it is printed", "let on = false; engine.on(() => { on = true; print(on); });"],
    ["it is compared", "let on = false; engine.on((x) => { on = true; if (on === x) a(); });"],
    ["what it is given may be anything", "let on = false; engine.on((x) => { on = x; if (on) a(); });"],
    ["it is changed within an expression", "let on = false; engine.on(() => { a(on = true); if (on) b(); });"],
    ["it is changed otherwise", "let on = false; engine.on(() => { on = true; on++; if (on) b(); });"],
    ["it goes to one that is no such", "let a = false; let b = 1; engine.on(() => { a = true; b = a; print(b); });"],
    ["a side of a condition is used", "let a = false; engine.on((x) => { a = true; print(a || x); });"],
    ["it never changes", "let on = false; engine.on(() => { if (on) a(); });"],
    ["it is a function's own", "engine.on(() => { let on = false; on = true; if (on) a(); });"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
