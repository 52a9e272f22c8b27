import { removeIgnoredArguments } from "../../../../../../scripts/lib/build/espruino/shape/ignored-arguments";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, things }) => removeIgnoredArguments(program, variables, things);

describe("removing arguments that nobody uses", () => {
  it("of all functions that are called at the same places", () => {
    expectPass(
      pass,
      "const a = (n, m) => engine.log(m); const b = (n, m) => engine.log(-m); engine.on((k) => (k > 0 ? a : b)(1, k));",
      "const a = (m) => engine.log(m); const b = (m) => engine.log(-m); engine.on((k) => (k > 0 ? a : b)(k));",
    );
  });

  for (const [why, text] of [
    [
      "one of them uses it",
      "const a = (n, m) => engine.log(m); const b = (n, m) => engine.log(n); engine.on((k) => (k > 0 ? a : b)(1, k));",
    ],
    ["the engine calls it", "const a = (n, m) => engine.log(m); engine.on(a); engine.on((k) => a(1, k));"],
    [
      "something else is called there",
      "const a = (n, m) => engine.log(m); engine.on((k) => (k > 0 ? a : engine.log)(1, k));",
    ],
    ["what is given does something", "const a = (n, m) => engine.log(m); engine.on((k) => a(engine.read(), k));"],
    [
      "a list calls it for each entry",
      "const list = [1]; const a = (n, at) => engine.log(at); engine.on((k) => { list.forEach(a); a(1, k); });",
    ],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }

  it("also where a call gives what is called", () => {
    expectPass(
      pass,
      "function a(n, m) { engine.log(m); } function pick() { return a; } engine.on((k) => { a(1, k); pick()(3, k); });",
      "function a(m) { engine.log(m); } function pick() { return a; } engine.on((k) => { a(k); pick()(k); });",
    );
  });
});
