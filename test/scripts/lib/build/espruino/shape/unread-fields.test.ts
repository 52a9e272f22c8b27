import { removeUnreadFields } from "../../../../../../scripts/lib/build/espruino/shape/unread-fields";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, things }) => removeUnreadFields(program, things);

describe("removing fields that nothing reads", () => {
  it("from records and where they are set", () => {
    expectPass(
      pass,
      "const part = { a: 1, b: 2 }; engine.on((n) => { part.a = n; part.a = engine.read(); engine.log(part.b); });",
      "const part = { b: 2 }; engine.on((n) => { engine.read(); engine.log(part.b); });",
    );
  });

  for (const [why, text] of [
    ["the engine has the record", "engine.keep({ a: 1 });"],
    [
      "the engine has it inside another",
      "const part = { a: 1 }; engine.keep([part]); engine.on(() => { part.a = 2; });",
    ],
    ["to make its value does something", "const part = { a: engine.read() }; engine.on(() => { part.b++; });"],
    ["the record is not the program's", "engine.on((options) => { options.a = 1; });"],
    ["a field of that name is counted up", "const part = { a: 1 }; engine.on(() => { part.a += 1; });"],
    [
      "its key is in quotes, so that it may be found by one",
      "const part = { 'a': 1 }; engine.on((key) => { engine.log(part[key]); });",
    ],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
