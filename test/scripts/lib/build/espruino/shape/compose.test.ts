import { writeOutBoot } from "../../../../../../scripts/lib/build/espruino/shape/compose";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, names }) => writeOutBoot(program, names);

describe("writing out the boot", () => {
  it("puts what a function makes in the place of its call", () => {
    expectPass(
      pass,
      "function make(start) { const part = { count: start }; return part; } const made = make(engine.read());",
      "function make(start) { const part = { count: start }; return part; } const start$1 = engine.read(); const part$1 = { count: start$1 }; const made = part$1;",
    );
  });

  it("gives each call variables of its own, so that closures of two parts do not share them", () => {
    expectPass(
      pass,
      "function make(n) { let left = n; return () => { left--; }; } engine.on(make(1)); engine.on(make(2));",
      "function make(n) { let left = n; return () => { left--; }; } let left$1 = 1; const value = () => { left$1--; }; engine.on(value); let left$2 = 2; const value$1 = () => { left$2--; }; engine.on(value$1);",
    );
  });

  it("keeps what the rounds of a list's own loop do, where it is a call", () => {
    expectPass(
      pass,
      "const list = [1, 2]; list.forEach((each) => engine.log(each));",
      "const list = [1, 2]; engine.log(1); engine.log(2);",
    );
  });

  it("writes out the rounds of a loop over a list that is known", () => {
    expectPass(
      pass,
      "const list = [1, 2]; for (const each of list) engine.log(each);",
      "const list = [1, 2]; engine.log(1); engine.log(2);",
    );
  });

  for (const [why, text] of [
    [
      "a function adds to the list, now or later",
      "const list = [1]; function add(x) { if (x > engine.read()) return; list.push(x); } const value = () => add(9); engine.on(value); add(2); for (const x of list) engine.log(x);",
    ],
    [
      "a condition that is not known adds to the list",
      "const list = [1]; if (engine.flag) list.push(3); for (const x of list) engine.log(x);",
    ],
    ["an entry of the list is set", "const list = [1, 2]; list[0] = 9; for (const x of list) engine.log(x);"],
    [
      "the round may leave the loop",
      "const list = [1, 2]; for (const x of list) { if (x === engine.read()) break; engine.log(x); }",
    ],
    ["the round adds to the list", "const list = [1]; for (const x of list) { if (engine.read() < 3) list.push(2); }"],
    [
      "what is left of an assignment is read before the right side changes it",
      "let n = 1; function ten() { n = 10; return 1; } n += ten();",
    ],
    [
      "a function calls itself",
      "function fall(n) { if (n > engine.read()) return fall(n - 1); return n; } const value = fall(5); engine.log(value);",
    ],
    [
      "a function may return from its midst",
      "function f(n) { if (n > engine.read()) { return 1; } engine.log(n); return 2; } const value = f(1); engine.log(value);",
    ],
  ] as const) {
    it(`leaves it where ${why}`, () => expectKept(pass, text));
  }

  it("does what a condition does once", () => {
    expectPass(
      pass,
      "let n = 0; function next() { n = n + 1; return engine.read(); } if (next() > 0) engine.log(n);",
      "let n = 0; function next() { n = n + 1; return engine.read(); } n = n + 1; if (engine.read() > 0) engine.log(n);",
    );
  });

  it("evaluates what is given beyond the parameters", () => {
    expectPass(
      pass,
      "const f = (a) => engine.log(a); f(1, engine.read());",
      "const f = (a) => engine.log(a); engine.read(); engine.log(1);",
    );
  });

  it("looks up what is called before it evaluates what is given", () => {
    expectKept(
      pass,
      "const part = { run: engine.run }; function other() { part.run = engine.stop; return 1; } part.run(other());".replace(
        "{ run: engine.run }",
        "engine.part",
      ),
    );
  });

  it("reads a field that is written in quotes", () => {
    expectPass(
      pass,
      'const part = { "unit": 1 }; engine.log(part.unit);',
      'const part = { "unit": 1 }; engine.log(1);',
    );
  });
});
