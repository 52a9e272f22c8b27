import { Hot } from "../../../../../../scripts/lib/build/espruino/shape/hot";
import { doubleCalls, inlineCalls } from "../../../../../../scripts/lib/build/espruino/shape/inline";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, names, things }) =>
  inlineCalls(program, variables, names, new Hot(program, things));

describe("inlining", () => {
  for (const [before, after] of [
    [
      "const add = (a, b) => a + b; engine.on((n) => engine.log(add(n, 1)));",
      "const add = (a, b) => a + b; engine.on((n) => engine.log(n + 1));",
    ],
    [
      "const minus = (a, b) => a - b; engine.on(() => engine.log(minus(read(), next())));",
      "const minus = (a, b) => a - b; engine.on(() => engine.log(read() - next()));",
    ],
    [
      "function tell(n) { engine.log(n); engine.log(n + 1); } engine.on((k) => { tell(k); });",
      "function tell(n) { engine.log(n); engine.log(n + 1); } engine.on((k) => { let n$1 = k; engine.log(n$1); engine.log(n$1 + 1); });",
    ],
    [
      "function f(x) { if (x > 0) return 1; a(); b(); return 2; } engine.on((x) => { f(x); });",
      "function f(x) { if (x > 0) return 1; a(); b(); return 2; } engine.on((x$1) => { let x$2 = x$1; if (x$2 > 0) return; a(); b(); 2; });",
    ],
    [
      "function f(x) { if (x > 0) return c(); a(); b(); } engine.on((x) => { f(x); });",
      "function f(x) { if (x > 0) return c(); a(); b(); } engine.on((x$1) => { let x$2 = x$1; if (x$2 > 0) { c(); return; } a(); b(); });",
    ],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    ["calls would change places", "const minus = (a, b) => b - a; engine.on(() => engine.log(minus(read(), next())));"],
    [
      "a variable is read before the call that changes it",
      "let total = 0; function bump() { a(); total = 10; return read(); } const add = (v) => total + v; engine.on(() => { total = 0; engine.log(add(bump())); engine.log(bump()); });",
    ],
    [
      "a field is read before the call that changes it",
      "const sums = engine.sums; function bump() { a(); sums.total = 10; return read(); } const add = (v) => sums.total + v; engine.on(() => { engine.log(add(bump())); engine.log(bump()); });",
    ],
    [
      "an index is read before the call that changes it",
      "const list = [1, 2]; let at = 0; function next() { a(); at = 1; return read(); } const get = (v) => list[at] + v; engine.on(() => { engine.log(get(next())); engine.log(next()); });",
    ],
    [
      "a call would be made twice, or not at all",
      "const twice = (a) => a + a; const none = (a) => 1; engine.on(() => engine.log(twice(read()) + none(read())));",
    ],
    ["a call might not be made", "const or = (a, b) => a || b; engine.on(() => engine.log(or(read(), read())));"],
    [
      "the parameter is kept by a closure, which needs a variable of its own in each round",
      "const later = (a) => () => a; engine.on((list) => { for (const x of list) engine.on(later(x)); });",
    ],
    [
      "the parameter is kept by a closure",
      "let n = 0; const later = (a) => () => a; engine.on(() => { engine.on(later(n)); n++; });",
    ],
    [
      "the function is used as a value",
      "const add = (a) => a + 1; engine.on((n) => engine.log(add(n))); engine.on(add);",
    ],
    [
      "the function calls itself",
      "const down = (n) => n > 0 ? down(n - 1) : n; engine.on((n) => engine.log(down(n)));",
    ],
    ["the function changes", "let add = (a) => a + 1; engine.on((n) => { engine.log(add(n)); add = engine.add; });"],
    [
      "something is given beyond the parameters",
      "function tell(n) { a(n); b(n); } engine.on((k) => { tell(k, read()); });",
    ],
    [
      "it returns from its midst and more comes after it",
      "function f(x) { if (x > 0) return; a(); b(); } engine.on((x) => { f(x); c(); });",
    ],
  ] as const) {
    it(`leaves a call where ${why}`, () => expectKept(pass, text));
  }
});

describe("inlining what is called elsewhere as well", () => {
  const doubling: Pass = ({ program, variables, names, things }) =>
    doubleCalls(program, variables, names, new Hot(program, things));
  const sample = "function sample() { engine.log(read()); engine.log(next()); }";
  const elsewhere = "engine.on(() => sample());";

  it("is done where it runs each second", () =>
    expectPass(
      doubling,
      `${sample} function tick() { sample(); } setInterval(tick, 1000); ${elsewhere}`,
      `${sample} function tick() { engine.log(read()); engine.log(next()); } setInterval(tick, 1000); ${elsewhere}`,
    ));

  for (const [why, tick, ms] of [
    ["that is seldom", "sample();", 10000],
    ["it is mostly passed over", "other(); if (x) sample();", 1000],
  ] as const) {
    it(`is not where ${why}`, () =>
      expectKept(doubling, `${sample} function tick() { ${tick} } setInterval(tick, ${ms}); ${elsewhere}`));
  }

  it("is no matter of inlining otherwise", () =>
    expectKept(pass, `${sample} function tick() { sample(); } setInterval(tick, 1000); ${elsewhere}`));
});
