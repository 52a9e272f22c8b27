import { Hot } from "../../../../../../scripts/lib/build/espruino/shape/hot";
import { layOut } from "../../../../../../scripts/lib/build/espruino/shape/layout";
import { expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, names, things }) =>
  layOut(program, variables, names, new Hot(program, things));

describe("laying out a program", () => {
  for (const [what, before, after] of [
    [
      "what only the boot uses is in a block",
      "const pin = engine.pin(); engine.log(pin);",
      "{ const pin = engine.pin(); engine.log(pin); }",
    ],
    [
      "what lasts is declared outside and made where it was",
      "const pin = engine.pin(); const f = () => pin; engine.on(f);",
      "let pin; const f = () => pin; { pin = engine.pin(); engine.on(f); }",
    ],
    [
      "what is read often comes first",
      "let a = 1; let b = 2; const f = () => engine.log(b); const g = () => engine.log(a); setInterval(f, 1); engine.on(g);",
      "let b = 2; let a = 1; const f = () => engine.log(b); const g = () => engine.log(a); { setInterval(f, 1); engine.on(g); }",
    ],
    [
      "what a function only sets lasts as well",
      "let n = 0; const f = () => { n = 5; }; engine.on(f); f(); engine.log(n);",
      "let n = 0; const f = () => { n = 5; }; { engine.on(f); f(); engine.log(n); }",
    ],
    [
      "a function in a statement of the boot is taken out of it",
      "if (engine.flag) engine.on(() => engine.log(1));",
      "const later = () => engine.log(1); { if (engine.flag) engine.on(later); }",
    ],
    [
      "but not one that keeps what the boot declares there",
      "if (engine.flag) { const k = engine.read(); engine.on(() => engine.log(k)); }",
      "{ if (engine.flag) { const k = engine.read(); engine.on(() => engine.log(k)); } }",
    ],
    [
      "nor in a loop, for each round",
      "for (let i = 0; i < 3; i++) { const k = i; engine.on(() => engine.log(k)); }",
      "{ for (let i = 0; i < 3; i++) { const k = i; engine.on(() => engine.log(k)); } }",
    ],
    [
      "nor what a catch has caught",
      "try { engine.start(); } catch (error) { engine.on(() => engine.log(error)); }",
      "{ try { engine.start(); } catch (error) { engine.on(() => engine.log(error)); } }",
    ],
    [
      "nor a function that is declared there",
      "if (engine.flag) { function g() { engine.log(1); } engine.on(g); }",
      "{ if (engine.flag) { function g() { engine.log(1); } engine.on(g); } }",
    ],
  ] as const) {
    it(what, () => expectPass(pass, before, after));
  }
});
