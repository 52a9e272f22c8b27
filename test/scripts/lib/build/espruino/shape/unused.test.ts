import { removeUnused } from "../../../../../../scripts/lib/build/espruino/shape/unused";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => removeUnused(program, variables);

describe("removing what nothing uses", () => {
  for (const [before, after] of [
    ["const a = { b: 1 }; function f() {} let c; engine.log(1);", "engine.log(1);"],
    ["let last = 0; engine.on((n) => { last = n; engine.log(n); });", "engine.on((n) => { engine.log(n); });"],
    ["let last = 0; engine.on(() => { last = engine.read(); });", "engine.on(() => { engine.read(); });"],
    ["let count = 0; engine.on(() => { count++; });", "engine.on(() => {});"],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["to make it does something", "const a = engine.read();"],
    ["what it becomes is used", "let last = 0; engine.on((n) => { engine.log(last = n); });"],
    ["it is counted up where the count is used", "let count = 0; engine.on(() => { engine.log(count++); });"],
    ["the engine hands it over", "engine.on((unused) => { engine.log(1); });"],
    ["it is the engine's", "engine.on(() => { last = 1; });"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
