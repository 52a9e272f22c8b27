import { Hot } from "../../../../../../scripts/lib/build/espruino/shape/hot";
import { shareScratch } from "../../../../../../scripts/lib/build/espruino/shape/scratch";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, names, things }) =>
  shareScratch(program, variables, names, new Hot(program, things));

describe("shared scratch variables", () => {
  for (const [why, before, after] of [
    [
      "one after the other shares them",
      "function tick() { { const a = read(); engine.log(a, a); } { const b = read(); engine.log(b, b); } } setInterval(tick, 1000);",
      "let scratch; function tick() { { scratch = read(); engine.log(scratch, scratch); } { scratch = read(); engine.log(scratch, scratch); } } setInterval(tick, 1000);",
    ],
    [
      "what is needed further in has one of its own",
      "function tick() { const a = read(); if (a) { let b = a + 1; b = b + a; engine.log(b, a); } } setInterval(tick, 1000);",
      "let scratch; let scratch$1; function tick() { scratch = read(); if (scratch) { scratch$1 = scratch + 1; scratch$1 = scratch$1 + scratch; engine.log(scratch$1, scratch); } } setInterval(tick, 1000);",
    ],
    [
      "two functions that the engine calls share them",
      "function tick() { const a = read(); engine.log(a, a); } const heard = (bytes) => { const b = bytes + 1; engine.log(b, b); }; setInterval(tick, 1000); socket.on('data', heard);",
      "let scratch; function tick() { scratch = read(); engine.log(scratch, scratch); } const heard = (bytes) => { scratch = bytes + 1; engine.log(scratch, scratch); }; setInterval(tick, 1000); socket.on('data', heard);",
    ],
    [
      "what is declared without a value has none",
      "function tick() { let a; if (read()) a = 1; engine.log(a); } setInterval(tick, 1000);",
      "let scratch; function tick() { scratch = void 0; if (read()) scratch = 1; engine.log(scratch); } setInterval(tick, 1000);",
    ],
  ] as const) {
    it(why, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    [
      "the program calls the function as well, perhaps in the middle of another",
      "function tick() { const a = read(); engine.log(a, a); } setInterval(tick, 1000); setWatch(() => tick(), 1);",
    ],
    [
      "a closure keeps the variable",
      "function tick() { const a = read(); setTimeout(() => engine.log(a), 5); } setInterval(tick, 1000);",
    ],
    ["it runs seldom", "function look() { const a = read(); engine.log(a, a); } setInterval(look, 10000);"],
    ["it is a loop's", "function tick() { for (let i = 0; i < 3; i++) engine.log(i); } setInterval(tick, 1000);"],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
