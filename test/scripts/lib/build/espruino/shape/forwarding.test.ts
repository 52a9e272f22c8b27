import { nameForwarded } from "../../../../../../scripts/lib/build/espruino/shape/forwarding";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => nameForwarded(program, variables);

describe("naming what is called in the end", () => {
  it("where a function only hands on what it is given", () => {
    expectPass(
      pass,
      "function send(a, b) { engine.log(a + b); } const same = (x, y) => send(x, y); engine.on(same);",
      "function send(a, b) { engine.log(a + b); } const same = (x, y) => send(x, y); engine.on(send);",
    );
  });

  it("leaves properties that are called as it is", () => {
    expectPass(
      pass,
      "function send(a) { engine.send(a); engine.same(a); } const same = (x) => send(x); engine.on(same, { same: 1 });",
      "function send(a) { engine.send(a); engine.same(a); } const same = (x) => send(x); engine.on(send, { same: 1 });",
    );
  });

  for (const [why, text] of [
    [
      "it hands it on in another order",
      "function send(a, b) { engine.log(a - b); } const other = (x, y) => send(y, x); engine.on(other);",
    ],
    ["it leaves something out", "function send(a, b) { engine.log(b); } const one = (x) => send(x); engine.on(one);"],
    ["it adds something", "function send(a, b) { engine.log(b); } const one = (x) => send(x, 1); engine.on(one);"],
    [
      "what it calls changes",
      "let send = (a) => engine.log(a); const same = (x) => send(x); engine.on(same); engine.on(() => { send = engine.log; });",
    ],
    ["what it calls is the engine's", "const same = (x) => engine.log(x); engine.on(same);"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
