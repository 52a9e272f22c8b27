import { replaceUsedOnce } from "../../../../../../scripts/lib/build/espruino/shape/used-once";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables }) => replaceUsedOnce(program, variables);

const inFunction = (body: string): string => `engine.on(() => { ${body} });`;

describe("what is used once", () => {
  for (const [before, after] of [
    ["const a = read(); engine.log(a + 1);", "engine.log(read() + 1);"],
    ["const a = read(); if (a > 2) other();", "if (read() > 2) other();"],
    ["const a = read(); let b = a * 2; engine.log(b, b);", "let b = read() * 2; engine.log(b, b);"],
    ["const a = read(); const b = a * 2; engine.log(b);", "engine.log(read() * 2);"],
    ["const a = read(); return a;", "return read();"],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, inFunction(before), inFunction(after)));
  }

  for (const [why, text] of [
    ["something happens before", "const a = read(); engine.log(next(), a);"],
    ["something happens in between", "const a = read(); next(); engine.log(a);"],
    ["it is used twice", "const a = read(); engine.log(a, a);"],
    ["it is used further on as well", "const a = read(); engine.log(a); engine.log(a);"],
    ["it may not be used", "const a = read(); engine.log(x && a);"],
    ["it is used in a loop", "const a = read(); while (a > next()) other();"],
    ["a closure uses it", "const a = read(); engine.on(() => a);"],
    ["it gets another value", "let a = read(); engine.log(a++);"],
  ] as const) {
    it(`stays where ${why}`, () => expectKept(pass, inFunction(text)));
  }
});
