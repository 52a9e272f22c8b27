import { writeOutLists } from "../../../../../../scripts/lib/build/espruino/shape/lists";
import { expectKept, expectPass, type Pass } from "./shaped";

const pass: Pass = ({ program, variables, things, names }) => writeOutLists(program, variables, things, names);

describe("writing out loops over lists that are complete after boot", () => {
  it("puts one round after the other, each with variables of its own", () => {
    expectPass(
      pass,
      "const list = [a]; list.push(b); function a() {} function b() {} function all() { for (const each of list) { const n = each(); engine.log(n); } } engine.on(all);",
      "function a() {} function b() {} function all() { const n$1 = a(); engine.log(n$1); const n$2 = b(); engine.log(n$2); } engine.on(all);".replace(
        "function a() {} function b() {}",
        "function a() {} function b() {}",
      ),
    );
  });

  for (const [why, text] of [
    [
      "something is added later",
      "const list = [1]; function all() { for (const x of list) engine.log(x); } engine.on(all); engine.on((n) => { list.push(n); });",
    ],
    [
      "it is read while it is filled",
      "const list = []; function all() { for (const x of list) engine.log(x); } list.push(1); all(); list.push(2);",
    ],
    [
      "what reads it is called by what is called at boot",
      "const list = []; function all() { for (const x of list) engine.log(x); } const start = () => all(); list.push(1); start(); list.push(2);",
    ],
    [
      "what reads it is called for each entry of another list",
      "const list = []; function all() { for (const x of list) engine.log(x); } [1].forEach(all); list.push(2);",
    ],
    [
      "a round may end the loop",
      "const list = [1, 2]; engine.on((n) => { for (const x of list) { if (x === n) break; engine.log(x); } });",
    ],
    [
      "a round may be left",
      "const list = [1, 2]; engine.on((n) => { for (const x of list) { if (x === n) continue; engine.log(x); } });",
    ],
    [
      "an entry is not always the same",
      "let n = 1; const list = [n]; n = 2; engine.on(() => { for (const x of list) engine.log(x); });",
    ],
    [
      "a condition adds to it",
      "const list = [1]; if (engine.flag) list.push(2); engine.on(() => { for (const x of list) engine.log(x); });",
    ],
    [
      "its length is read",
      "const list = [1]; engine.on(() => { for (const x of list) engine.log(x); engine.log(list.length); });",
    ],
    [
      "it is handed over",
      "const list = [1]; engine.keep(list); engine.on(() => { for (const x of list) engine.log(x); });",
    ],
    [
      "the round changes its entry",
      "const list = [1]; engine.on(() => { for (let x of list) { x++; engine.log(x); } });",
    ],
    ["there is a gap", "const list = [1, , 2]; engine.on(() => { for (const x of list) engine.log(x); });"],
  ] as const) {
    it(`leaves them where ${why}`, () => expectKept(pass, text));
  }
});
