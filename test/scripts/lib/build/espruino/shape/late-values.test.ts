import { bindLateValues } from "../../../../../../scripts/lib/build/espruino/shape/late-values";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, things }) => bindLateValues(program, variables, things);

describe("binding values that are told late", () => {
  it("makes a constant of what only later functions read", () => {
    expectPass(
      pass,
      "let send; engine.on(() => send(1)); function real(n) { engine.log(n); } send = real;",
      "engine.on(() => send(1)); function real(n) { engine.log(n); } const send = real;",
    );
  });

  for (const [why, text] of [
    ["it is read at boot before", "let n = 1; engine.log(n); n = 2; engine.on(() => engine.log(n));"],
    ["a function reads it that is called before", "let n = 1; function f() { engine.log(n); } f(); n = 2;"],
    [
      "a function that is called before calls what reads it",
      "let n = 1; function f() { engine.log(n); } const part = { run: () => f() }; part.run(); n = 2;",
    ],
    ["it is told twice", "let n = 1; engine.on(() => engine.log(n)); n = 2; n = 3;"],
    ["a callback tells it", "let n = 1; engine.on(() => { engine.log(n); n = 2; });"],
    ["a condition tells it", "let n = 1; engine.on(() => engine.log(n)); if (engine.flag) n = 2;"],
    ["to make it first does something", "let n = engine.read(); engine.on(() => engine.log(n)); n = 2;"],
    ["its value is not a constant", "let n = 1; engine.on(() => engine.log(n)); n = engine.read();"],
    ["it is only changed", "let n = 1; engine.on(() => engine.log(n)); n += 2;"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
