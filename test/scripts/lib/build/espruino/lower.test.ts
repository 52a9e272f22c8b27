import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { checkForEspruino } from "../../../../../scripts/lib/build/espruino/check";
import { HELPERS_CODE, lower } from "../../../../../scripts/lib/build/espruino/lower";
import { minify } from "../../../../../scripts/lib/build/espruino/minify";
import { runInEspruino } from "../../../../engines/espruino-run";
import { Random } from "../../../../random";

const interpreter = process.env["ESPRUINO"];

/** What people write: each calls `log` with what came of it. */
const CORPUS: Readonly<Record<string, string>> = {
  "parameters taken apart, with defaults": `
    const f = ({ a, b: { c = 5, ...d } = { c: 1, e: 2 } as any, ...rest }: any, [x, , y = 7]: any[] = [1, 2]) =>
      log([a, c, d.e, rest.z, x, y].join());
    f({ a: 1, z: 9 }); f({ a: 2, b: { e: 3, f: 4 } }, [4, 5, 6]);`,
  "closures of a loop": `
    const all: (() => number)[] = [];
    for (let i = 0; i < 3; i++) { let own = i * 10; all.push(() => i + own++); if (i === 1) continue; }
    for (const each of [7, 8]) all.push(() => each);
    for (const key in { a: 1, b: 2 }) all.push(() => key.charCodeAt(0));
    log(all.map((each) => each() + each()).join());`,
  "a loop that returns, breaks and goes on": `
    const find = (list: number[]): number => { for (const x of list) { const f = () => x; if (x === 2) continue; if (f() > 2) return f(); } return -1; };
    log(find([1, 2, 3, 4]) + " " + find([1]));
    let n = 0; for (let i = 0; ; i++) { const g = () => i; if (g() > 4) break; n += g(); } log("" + n);`,
  "texts with values":
    "const a = 5; log(`${a}-${a * 2 + `in ${a}`}-${undefined}-${null}-${[1, 2]}`); log(`'quoted' ${\"b\" + a}`);",
  "a class": `
    class Meter { private n = 0; static made = 0; readonly list: number[] = []; constructor(private readonly most = 3, ...more: number[]) { Meter.made++; this.list.push(...more); }
      add(by = 1): this { this.n = Math.min(this.n + by, this.most); return this; } get full(): boolean { return this.n >= this.most; } each = () => this.n; }
    const m = new Meter(4, 1, 2); m.add().add(2); log([m.full, m.each(), Meter.made, m.list.length, m.add(9).full].join());`,
  "what is there or not": `
    const o: any = { a: { b: [1, 2] }, f: (x: number) => x + 1 };
    log([o?.a?.b?.[1], o.x?.y.z, o.f?.(1), o.g?.(2), o.x ?? "none", o.a.b.length ?? 0].join());
    o.q ??= 5; o.q ??= 6; o.r ||= 7; o.q &&= 8; log(o.q + " " + o.r);`,
  "lists and records spread": `
    const a = [1, 2]; const o = { x: 1, y: 2 }; const key = "k" + 1;
    log([...a, 3, ...[4]].join() + JSON.stringify({ ...o, y: 3, [key]: 4 }) + Math.max(...a, 9));
    const [first, ...others] = a; log(first + ":" + others.length);`,
  "a name that is worked out": `
    const counts: { [word: string]: number } = {}; const words = { ON: 1, OFF: 0 } as { [word: string]: number };
    for (const word of ["ON", "OFF", "ON"]) counts[word] = (counts[word] ?? 0) + 1 + words[word]!;
    log(Object.keys(counts).map((word) => word + counts[word]).join()); delete counts["ON"]; log("" + ("ON" in counts) + counts.OFF);`,
  "functions used before they are written": `
    log(twice(4) + later()); function twice(x: number): number { return inner(x) * 2; function inner(y: number) { return y + 1; } }
    function later(): string { return "later"; }`,
  "a switch, with a default and blocks": `
    const word = (n: number): string => { switch (n) { case 1: { const a = "one"; return a; } case 2: case 3: return "few"; default: return "many"; } };
    log([1, 2, 3, 4].map(word).join());`,
  "a function that calls itself, and one that keeps a count": `
    const fac = (n: number): number => (n < 2 ? 1 : n * fac(n - 1)); const counter = (() => { let n = 0; return () => ++n; })();
    counter(); log(fac(5) + " " + counter());`,
  "what is thrown": `
    try { throw new Error("boom"); } catch (error) { log((error as Error).message); } finally { log("finally"); }
    try { (undefined as any).x; log("no"); } catch { log("caught"); }`,
  "enums and powers": `
    enum Mode { Off, Heat = 5, Cool } const enum Fast { A = 2 } log(Mode.Cool + Mode[5]! + Fast.A + 2 ** 3 + (7 % 4) + (-7 >> 1));`,
  "sorting, joining and cutting": `
    log([3, 1, 2].sort((a, b) => b - a).join("/") + "a,b".split(",").reverse().join("") + "abcdef".substring(1, 3) + [1, 2, 3].filter((x) => x > 1).reduce((a, b) => a + b, 0));`,
};

/** A random program of expressions over closures, records and lists. */
function randomProgram(seed: number): string {
  const random = new Random(seed);
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
  const number = (depth: number): string =>
    depth > 3 || random.below(4) === 0
      ? pick(["a", "b", "r.x", "l[1]", "r?.y?.z ?? 4", "3", "f(2)", "g()", "l.length"])
      : pick([
          () => `(${number(depth + 1)} + ${number(depth + 1)})`,
          () => `(${number(depth + 1)} > ${number(depth + 1)} ? ${number(depth + 1)} : ${number(depth + 1)})`,
          () => `f(${number(depth + 1)}, ${number(depth + 1)})`,
          () => `[...l, ${number(depth + 1)}].reduce((p, q) => (p + q) % 97, 0)`,
          () => `(({ x, y = ${number(depth + 1)} }: any) => x - y)({ ...r, x: ${number(depth + 1)} })`,
          () => `\`${"$"}{${number(depth + 1)}}\`.length`,
          () => `r[${pick(['"x"', '"w" + 1', "key"])}]`,
        ])();
  const statement = (depth: number): string =>
    pick([
      () => `a = ${number(0)} % 1009;`,
      () => `b = ${number(0)} % 1009;`,
      () => `r[${pick(['"x"', "key"])}] = ${number(0)};`,
      () => `l = [${number(1)}, ...l].slice(0, 4);`,
      () =>
        `for (let i = 0; i < 3; i++) { const own = ${number(1)}; fs.push(() => (own + i) % 101); ${depth < 2 ? statement(depth + 1) : ""} }`,
      () => `if (${number(1)} > ${number(1)}) { ${depth < 2 ? statement(depth + 1) : "a++;"} } else { b--; }`,
      () => `[a, b] = [b, a];`,
    ])();
  const body = Array.from({ length: 8 }, () => statement(0)).join("\n");
  return `let a = 5, b = 2, l = [1, 2, 3]; const key = "x" + ""; const r: any = { x: 3, w1: 6 }; const fs: (() => number)[] = [];
    const f = (p: number, q = a): number => (p * 3 + q) % 211; function g(): number { return fs.length + b % 7; }
    ${body}
    log([a, b, r.x, l.join("+"), fs.map((each) => each()).join("+")].join("|"));`;
}

/** What a program logs, as the language has it. */
function plain(program: string): string[] {
  const { outputText } = ts.transpileModule(program, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  return run(`(() => {${outputText}})()`);
}

function run(code: string): string[] {
  const told: string[] = [];
  runInNewContext(code, { log: (text: unknown) => told.push(String(text)) });
  return told;
}

/** The same program as it gets onto the chip. */
async function built(program: string): Promise<string> {
  const text = `export default function own(log: any): void {\n${program}\n}\n`;
  const { code, map } = lower("own.ts", text);
  const script = `${HELPERS_CODE}\n${code}`.replace(/^import .*$/gm, "").replace(/^export (default )?/gm, "");
  checkForEspruino(code, map, "module", "");
  const names = new Set([...script.matchAll(/[\w$]+/g)].map(([name]) => name));
  const noMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
  const minified = await minify(`${script}\nown(out);`, noMap, names);
  return minified.code.replace(/\n?\/\/# source.*$/, "");
}

async function compare(program: string): Promise<void> {
  const expected = plain(program);
  assert.ok(expected.length > 0);
  const code = await built(program);
  assert.deepEqual(run(`var out = log; ${code}`), expected, code);
  if (interpreter !== undefined) {
    assert.deepEqual(await runInEspruino(interpreter, code, 100), expected, code);
  }
}

describe("lowering a program for the interpreter", function () {
  this.timeout(120_000);

  for (const [what, program] of Object.entries(CORPUS)) {
    it(`leaves it what it is: ${what}`, () => compare(program));
  }

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) {
    it(`leaves a random program what it is (seed ${seed})`, () => compare(randomProgram(seed)));
  }
});
