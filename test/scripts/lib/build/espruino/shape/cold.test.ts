import { nameCold } from "../../../../../../scripts/lib/build/espruino/shape/cold";
import { Hot } from "../../../../../../scripts/lib/build/espruino/shape/hot";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, things }) => nameCold(program, variables, new Hot(program, things));

describe("naming cold functions", () => {
  for (const [before, after] of [
    [
      "function lose(why) { a(why); } engine.on(() => { lose(1); });",
      "function cold$0(why) { a(why); } engine.on(() => { cold$0(1); });",
    ],
    [
      "const lose$4 = (why) => why + 1; function enter() { a(); } engine.on(() => { enter(); b(lose$4(1)); });",
      "function cold$0(why) { return why + 1; } function cold$1() { a(); } engine.on(() => { cold$1(); b(cold$0(1)); });",
    ],
    [
      "function lose() { enter(); } function enter() { lose(); } engine.on(() => { lose(); });",
      "function cold$0() { cold$1(); } function cold$1() { cold$0(); } engine.on(() => { cold$0(); });",
    ],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["it is not one that is known to run seldom", "function sample() { a(); } engine.on(() => { sample(); });"],
    ["it is used as a value", "function lose() { a(); } engine.on(lose); lose();"],
    ["it runs each second", "function lose() { a(); } setInterval(() => { lose(); }, 1000);"],
    ["it is a variable", "let lose = () => a(); engine.on(() => { lose(); lose = undefined; });"],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }
});
