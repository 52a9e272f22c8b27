import { joinBranches } from "../../../../../../scripts/lib/build/espruino/shape/branches";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => joinBranches(program, variables);

describe("joining branches", () => {
  it("asks once whether there is a number", () => {
    expectPass(
      pass,
      "engine.on((v) => { if (v !== v) { a(); } if (!(v !== v)) { b(); } });",
      "engine.on((v) => { if (v === v) { b(); } else { a(); } });",
    );
  });

  for (const [why, text] of [
    ["the first may change it", "engine.on((v) => { if (v !== v) { v = 1; } if (!(v !== v)) { b(); } });"],
    [
      "any function may change it",
      "let v = 0; engine.on((n) => { if (v !== v) { a(); } if (!(v !== v)) { b(); } v = n; });",
    ],
    ["they ask for different ones", "engine.on((v, w) => { if (v !== v) { a(); } if (!(w !== w)) { b(); } });"],
    ["something stands between", "engine.on((v) => { if (v !== v) { a(); } c(); if (!(v !== v)) { b(); } });"],
    [
      "there is another branch already",
      "engine.on((v) => { if (v !== v) { a(); } else { c(); } if (!(v !== v)) { b(); } });",
    ],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
