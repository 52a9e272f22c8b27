import assert from "node:assert/strict";
import { expectPass, parsed, print } from "./shaped";
import { uniqueNames } from "../../../../../../scripts/lib/build/espruino/shape/unique-names";

describe("unique names", () => {
  function named(text: string): string {
    const program = parsed(text);
    uniqueNames(program);
    return print(program);
  }

  for (const [before, after] of [
    [
      "const a = 1; engine.on((a) => { { const a = 2; engine.log(a); } engine.log(a); });",
      "const a = 1; engine.on((a$1) => { { const a$2 = 2; engine.log(a$2); } engine.log(a$1); });",
    ],
    ["engine.on((log) => { engine.log({ log }); });", "engine.on((log) => { engine.log({ log: log }); });"],
    [
      "engine.on((engine) => { engine.log(1); }); engine.log(2);",
      "engine.on((engine$1) => { engine$1.log(1); }); engine.log(2);",
    ],
    [
      "try { a(); } catch (e) { b(e); } try { a(); } catch (e) { b(e); }",
      "try { a(); } catch (e) { b(e); } try { a(); } catch (e$1) { b(e$1); }",
    ],
    ["for (const x of l) a(x); for (const x of l) a(x);", "for (const x of l) a(x); for (const x$1 of l) a(x$1);"],
    [
      "switch (k) { case 1: const x = 1; a(x); } const x = 2; a(x);",
      "switch (k) { case 1: const x$1 = 1; a(x$1); } const x = 2; a(x);",
    ],
  ] as const) {
    it(before, () => assert.equal(named(before), print(parsed(after))));
  }

  it("leave the engine's, also where the program has one of that name elsewhere", () => {
    assert.match(
      named("function f() { const getTime = 1; return getTime; } engine.log(getTime());"),
      /engine\.log\(getTime\(\)\)/,
    );
  });

  for (const text of [
    "engine.on((k) => { if (k > 0) { var x = k; } });",
    "engine.on(function again(k) { again(k); });",
  ]) {
    it(`are not given where ${text} would need more`, () => {
      assert.throws(() => named(text), /does not know what to make of/);
    });
  }

  it("of a copy are new, but that of the function it is copied from", () => {
    expectPass(
      ({ program, names }) => {
        const [target] = program.body;
        const own = structuredClone(target)!;
        names.renameDeclared(own);
        program.body = [own];
      },
      "function fall(n) { return n > 0 ? fall(n - 1) : n; }",
      "function fall(n$1) { return n$1 > 0 ? fall(n$1 - 1) : n$1; }",
    );
  });
});
