import { nameKnownThings } from "../../../../../../scripts/lib/build/espruino/shape/known-things";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, things }) => nameKnownThings(program, variables, things);

describe("naming known things", () => {
  for (const [before, after] of [
    [
      "const part = { n: 1 }; function f(p) { engine.log(p.n); } engine.on(() => f(part));",
      "const part = { n: 1 }; function f(p) { engine.log(part.n); } engine.on(() => f(part));",
    ],
    [
      "function send() {} const part = { send: send }; engine.on(() => part.send());",
      "function send() {} const part = { send: send }; engine.on(() => send());",
    ],
  ] as const) {
    it(`${before} becomes ${after}`, () => expectPass(pass, before, after));
  }

  for (const [why, text] of [
    [
      "two are handed over",
      "const a = { n: 1 }; const b = { n: 2 }; function f(p) { engine.log(p.n); } engine.on(() => { f(a); f(b); });",
    ],
    [
      "one call hands over nothing",
      "const a = { n: 1 }; function f(p) { engine.log(p); } engine.on(() => { f(a); f(); });",
    ],
    [
      "the engine calls the function as well",
      "const a = { n: 1 }; function f(p) { engine.log(p); } engine.on(() => f(a)); engine.on(f);",
    ],
    [
      "the field is set to something else",
      "function a() {} function b() {} const part = { run: a }; engine.on(() => { part.run(); part.run = b; });",
    ],
    [
      "the field is not there yet",
      "function a() {} const part = { n: 1 }; engine.on(() => { engine.log(part.run); part.run = a; });",
    ],
    [
      "the field is deleted",
      "function a() {} const part = { run: a }; engine.on(() => { engine.log(part.run); delete part.run; });",
    ],
    [
      "the engine has the record and may set it",
      "function a() {} const part = { run: a }; engine.keep(part); engine.on(() => { engine.log(part.run); });",
    ],
    [
      "a function that was handed over inside another record, later, is called with anything",
      "const a = { n: 1 }; const inner = { run: undefined }; engine.keep({ inner }); inner.run = (p) => { engine.log(p); }; engine.on(() => inner.run(a));",
    ],
    [
      "a list's own method makes records that hold the function",
      "const a = { n: 1 }; const b = { n: 2 }; function f(p) { engine.log(p); } engine.on(() => { f(a); [1].map(() => ({ f: f }))[0].f(b); });",
    ],
    [
      "it got into a list by another method",
      "function a() {} function b() {} const part = { run: a }; const list = [{ run: a }]; engine.on(() => { list.splice(0, 0, part); list[0].run = b; part.run(); });",
    ],
    [
      "a function makes one each time",
      "function make() { const part = { n: 1 }; return part; } engine.on(() => { engine.log(make()); });",
    ],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
