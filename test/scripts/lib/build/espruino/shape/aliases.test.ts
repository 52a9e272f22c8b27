import { replaceAliases } from "../../../../../../scripts/lib/build/espruino/shape/aliases";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => replaceAliases(program, variables);

describe("replacing aliases", () => {
  for (const [before, after] of [
    ["const limit = 5; engine.on(() => engine.log(limit));", "engine.on(() => engine.log(5));"],
    ["const part = {}; const same = part; engine.log(same);", "const part = {}; engine.log(part);"],
    ["const first = 1, second = first; engine.log(second);", "engine.log(1);"],
    [
      "engine.on((given) => { const same = given; engine.log(same); });",
      "engine.on((given) => { engine.log(given); });",
    ],
    ["for (const n = 3; engine.read() < n; ) engine.log(n);", "for (; engine.read() < 3; ) engine.log(3);"],
    ["const time = getTime; engine.log(time());", "engine.log(getTime());"],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["the variable changes", "let limit = 5; engine.on(() => { limit = 6; engine.log(limit); });"],
    ["what it stands for changes", "let now = 1; const before = now; engine.on(() => { now++; engine.log(before); });"],
    ["a parameter is given another value", "engine.on((n) => { const before = n; n = n + 1; engine.log(before); });"],
    ["it is the field of a record", "const part = { a: 1 }; const a = part.a; part.a = 2; engine.log(a);"],
    [
      "a closure keeps a round's entry, which the interpreter gives all rounds one variable for",
      "engine.on((list) => { for (const x of list) { const own = x; engine.on(() => own); } });",
    ],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
