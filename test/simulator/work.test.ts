import assert from "node:assert/strict";
import { SimulatedBoard } from "./board";
import type { BoardOptions } from "./board-options";
import { counted } from "./espruino/counted";
import type { Network } from "./network/network";
import type { LongCallback } from "./work";

const network: Network = {
  connect: () => ({ blockedMs: 0, failure: "unknown host" }),
  nextArrivalMs: () => Infinity,
  settle: async () => {},
};

/** What a board tells of a program that runs for some seconds. */
async function told(source: string, options: Partial<BoardOptions> = {}): Promise<LongCallback[]> {
  const heard: LongCallback[] = [];
  const board = new SimulatedBoard({ source, network, onLongCallback: (long) => heard.push(long), ...options });
  board.boot();
  await board.run(40_000);
  assert.deepEqual(board.longCallbacks, heard);
  return heard;
}

const LUA = { engine: "nodemcu" } as const;
/** A callback of so many turns of a loop, on line 2 and in the loop of line 3. */
const loops = (turns: number): string =>
  `var n = 0;\nsetInterval(function () {\n  for (var i = 0; i < ${turns}; i++) n += i;\n}, 1000);\n`;
const loopsInLua = (turns: number): string =>
  `local n = 0\ntmr.create():alarm(1000, tmr.ALARM_AUTO, function()\n  for i = 1, ${turns} do n = (n + i) % 1000 end\nend)\n`;

describe("callbacks that take long", () => {
  it("are told once for each place, with what most of it went for", async () => {
    const [long, ...more] = await told(loops(3_000));
    assert.deepEqual(more, []);
    assert.equal(long.place, "mote.a:3:3");
    // 14 tokens a turn, 10 µs each.
    assert.ok(long.ms > 300 && long.ms < 500, `${long.ms} ms`);
    assert.equal(long.isEndless, false);
  });

  it("take the same each time", async () => {
    assert.deepEqual(await told(loops(3_000)), await told(loops(3_000)));
  });

  it("are not told where they are short, however often they come", async () => {
    assert.deepEqual(await told(loops(300)), []);
  });

  it("are measured through the functions that they call", async () => {
    const source = `function f(a) { return a + 1; }\nsetTimeout(function () {\n  [1, 2, 3].map(function () { for (var i = 0; i < 900; i++) f(i); });\n}, 10);\n`;
    const [long] = await told(source);
    assert.match(long.place, /^mote\.a:(1|3):/);
  });

  it("of a boot are none: nothing waits for it", async () => {
    assert.deepEqual(await told("var n = 0;\nfunction f() { n++; }\nfor (var i = 0; i < 20000; i++) f();\n"), []);
  });

  it("that never end leave the chip to its watchdog", async () => {
    const lines: string[] = [];
    const source = `print("booted");\nE.enableWatchdog(30);\nsetTimeout(function () {\n  while (true) {}\n}, 1000);\n`;
    const [long] = await told(source, { onConsole: (line) => lines.push(line) });
    assert.deepEqual([long.isEndless, long.place], [true, "mote.a:4:3"]);
    assert.deepEqual(lines.slice(0, 3), ["booted", "Task watchdog got triggered", "booted"]);
  });

  it("that never end are not saved by what they catch", async () => {
    const source = `setTimeout(function () {\n  try { for (;;) Math.abs(1); } catch (e) { print("caught"); }\n}, 10);\nsetInterval(function () { print("goes on"); }, 1000);\n`;
    const lines: string[] = [];
    assert.equal((await told(source, { onConsole: (line) => lines.push(line) })).length, 1);
    assert.deepEqual(lines, []);
  });

  it("are told of NodeMCU, with the line of its Lua", async () => {
    const [long, ...more] = await told(loopsInLua(100_000), LUA);
    assert.deepEqual([long.place, long.isEndless, more.length], ["init.lua:3", false, 0]);
    assert.ok(long.ms > 200, `${long.ms} ms`);
    assert.deepEqual(await told(loopsInLua(10_000), LUA), []);
  });

  it("that never end leave NodeMCU to its watchdogs", async () => {
    for (const options of [LUA, { ...LUA, chip: "esp8266" } as const]) {
      const lines: string[] = [];
      const source = `print("booted")\nlocal timer = tmr.create()\ntimer:alarm(1000, tmr.ALARM_SINGLE, function()\n  while true do end\nend)\n`;
      const [long] = await told(source, { ...options, onConsole: (line) => lines.push(line) });
      assert.deepEqual([long.place, long.isEndless], ["init.lua:4", true]);
      assert.ok(lines.filter((line) => line === "booted").length > 1, lines.join("\n"));
    }
  });
});

describe("a program that counts what it reads", () => {
  const run = (text: string): { result: unknown; ticks: number } => {
    let spent = 0;
    const { text: made } = counted(text, "bundle.js");
    const body = `let $tokens = 0; const $spent = () => { told($tokens); $tokens = 0; };\n${made}`;
    const result: unknown = new Function("told", body)((tokens: number) => (spent += tokens));
    return { result, ticks: spent };
  };

  for (const source of [
    "return [1, 2, 3].map(a => b => a * b).map(f => f(2)).join();",
    "return (() => ({ a: 1 }))().a;",
    "let n = 0; for (const a of [1, 2]) for (let i = 0; i < 3; i++) if (i) n += a; else n--; return n;",
    "let n = 0; do n++; while (n < 5) return n;",
    "let s = ''; for (const k in { a: 1, b: 2 }) s += k; while (s.length < 9) { s += '.' } return s;",
    "function f() { 'use strict'; return this === undefined; } return f();",
    "let n = 0; for (;;) if (++n > 7) break; return n;",
    "return [3, 1, 2].sort((a, b) => a - b).map(function (x) { return x }, 5).length;",
    "for (var i = 0; i < 3; i++); return i;",
    "const g = async => async + 1; return g(1);",
  ]) {
    it(`does what it did: ${source}`, () => {
      assert.deepEqual(run(source).result, new Function(source)());
    });
  }

  it("tells places as they were", () => {
    const source = "for (var i = 0; i < 3; i++) f(() => g(x)); last();";
    const { text, original } = counted(source, "bundle.js");
    for (const name of ["f(", "g(x", "last"]) {
      assert.equal(original(text.indexOf(name)), source.indexOf(name), name);
    }
  });

  it("that cannot be parsed stays as it is", () => {
    assert.equal(counted("oops(", "bundle.js").text, "oops(");
  });
});
