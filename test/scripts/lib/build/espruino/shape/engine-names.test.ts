import { Hot } from "../../../../../../scripts/lib/build/espruino/shape/hot";
import { nameEngineFunctions } from "../../../../../../scripts/lib/build/espruino/shape/engine-names";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, names, things }) =>
  nameEngineFunctions(program, variables, names, new Hot(program, things));

describe("naming functions of the engine", () => {
  it("that are called often", () => {
    expectPass(
      pass,
      "setInterval(() => { engine.log(Math.floor(getTime()) + getTime()); }, 1);",
      "const floor = Math.floor; const getTime$1 = getTime; setInterval(() => { engine.log(floor(getTime$1()) + getTime$1()); }, 1);",
    );
  });

  for (const [why, text] of [
    ["they are called seldom", "engine.on(() => { engine.log(getTime()); });"],
    ["they need their object", "setInterval(() => { engine.log(1); Math.random(); }, 1);"],
    ["they are handed over, not called", "setInterval(() => { engine.log(getTime); }, 1);"],
    [
      "the program has one of that name",
      "function getTime() { return 1; } setInterval(() => { engine.log(getTime()); }, 1);",
    ],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
