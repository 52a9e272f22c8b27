import { bindParameters } from "../../../../../../scripts/lib/build/espruino/shape/parameters";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => bindParameters(program, variables);

describe("binding parameters", () => {
  for (const [before, after] of [
    [
      "function f(a, b) { engine.log(a + b); } engine.on((n) => { f(n, 1); f(n + 1, 1); });",
      "function f(a) { engine.log(a + 1); } engine.on((n) => { f(n); f(n + 1); });",
    ],
    [
      "function f(a, b) { engine.log(b); } engine.on((n) => f(n, n));",
      "function f(b) { engine.log(b); } engine.on((n) => f(n));",
    ],
    [
      "function f(a) { engine.log(a); } engine.on((n) => f(n, 1));",
      "function f(a) { engine.log(a); } engine.on((n) => f(n));",
    ],
    [
      "function f(a, n) { if (n > 0) f(a, n - 1); engine.log(a); } engine.on((n) => f(1, n));",
      "function f(n) { if (n > 0) f(n - 1); engine.log(1); } engine.on((n) => f(n));",
    ],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["it is called with different values", "function f(a) { engine.log(a); } engine.on(() => { f(1); f(2); });"],
    ["the parameter is given another value", "function f(a) { a = a + 1; engine.log(a); } engine.on(() => { f(1); });"],
    [
      "the function is used as a value as well",
      "function f(a) { engine.log(a); } engine.on(() => { f(1); }); engine.on(f);",
    ],
    ["the engine calls it", "engine.on((a, b) => { engine.log(b); });"],
    [
      "what is given does something, though nobody uses it",
      "function f(a) { engine.log(1); } engine.on(() => { f(engine.read()); });",
    ],
    [
      "what is given beyond the parameters does something",
      "function f() { engine.log(1); } engine.on(() => { f(engine.read()); });",
    ],
    ["what is given changes", "let n = 0; function f(a) { n++; engine.log(a); } engine.on(() => { f(n); });"],
    ["one call leaves it out", "function f(a) { engine.log(a); } engine.on(() => { f(1); f(); });"],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
