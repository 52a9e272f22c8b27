import assert from "node:assert/strict";
import { createContext, runInContext } from "node:vm";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { minify } from "../../../../../scripts/lib/build/espruino/minify";
import { tokenise } from "../../../../../scripts/lib/build/espruino/tokens";
import { runFromStorage } from "../../../../../scripts/lib/bench/interpreter";
import { untokenise } from "../../../../simulator/espruino/tokens";

const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });
const FOREIGN = new Set(["push", "length", "memory", "usage", "stack", "split", "field"]);
const interpreter = process.env["ESPRUINO"] ?? "";

/** Cold functions that call each other, are recursive, give values, make functions, and lie beyond 127 and 255 bytes. */
const PROGRAM = `
function cold$0(n){return n>1?n*cold$0(n-1):1}
function cold$1(text){told.push("a text that makes the code long enough for offsets of more than one byte: "+text);return function(){return told.length}}
function cold$2(){const more=cold$1("é\\0\\"");cold$3(more);return more}function cold$3(more){told.push("and more of them "+more())}
function warm(){return cold$2()}
{told.push(cold$0(5));warm();cold$3(function(){return 7})}
`;
const TOLD = [
  "120",
  'a text that makes the code long enough for offsets of more than one byte: \xe9\0"',
  "and more of them 2",
  "and more of them 7",
];

/** Runs a program of tokens as an engine does that has none. */
function told(program: string): string[] {
  const context: Record<string, unknown> = createContext({ told: [] });
  context["eval"] = (code: string) => runInContext(untokenise(code).text, context) as unknown;
  runInContext(untokenise(program).text, context);
  return [...(context["told"] as unknown[])].map(String);
}

describe("cold code", function () {
  this.timeout(30_000);

  it("is a text of the program, whose parts are evaluated where they are called", async () => {
    const { code, map } = await minify(PROGRAM, NO_MAP, FOREIGN);
    assert.match(code, /function cold\$/);
    const moved = tokenise(code, map).code;
    assert.doesNotMatch(moved, /cold\$/);
    assert.deepEqual(told(moved), TOLD);
  });

  it("is left alone where there is none", () => {
    assert.equal(untokenise(tokenise("function f(){g()}f()", NO_MAP).code).text, "function f(){g()}f()");
  });

  it("is never a value", () => {
    assert.throws(() => tokenise("function cold$0(){g()}f(cold$0)", NO_MAP), /used as a value: cold\$0/);
  });

  it("keeps its source map", () => {
    const code = 'function cold$0(){alpha()}function f(){cold$0()}beta("x\\n");f()';
    // Each column is mapped to itself.
    const identity = JSON.stringify({
      version: 3,
      sources: ["a.ts"],
      names: [],
      mappings: [...code].map((_, at) => (at === 0 ? "AAAA" : "CAAC")).join(),
    });
    const program = tokenise(code, identity);
    const trace = new TraceMap(program.map);
    for (const word of ["alpha", "beta"]) {
      const before = program.code.slice(0, program.code.indexOf(word)).split("\n");
      const place = { line: before.length, column: before.at(-1)!.length };
      assert.equal(originalPositionFor(trace, place).column, code.indexOf(word), word);
    }
  });

  it("runs in a real Espruino, takes no variable for a function, and tells its place in the file (needs ESPRUINO)", async function () {
    if (interpreter === "") return this.skip();
    const many = Array.from({ length: 20 }, (_, i) => `function cold$${i + 4}(){missing${i}.field()}`).join("");
    const tell = `out(told.length);out(process.memory().usage);try{cold$9()}catch(e){out(e.stack.split("\\n")[0])}`;
    const run = async (code: string): Promise<string[]> => {
      const start = `var told=[];function out(text){print("@"+text+"@")}setTimeout(function(){quit()},100);`;
      const printed = await runFromStorage(interpreter, [interpreter], { ".boot0": start, ".bootcde": code });
      return [...printed.matchAll(/@(.*?)@/g)].map(([, text]) => text);
    };
    const base = await minify(PROGRAM + tell.replace("cold$9()", "null.x"), NO_MAP, FOREIGN);
    const callAll = `function all(){${Array.from({ length: 20 }, (_, i) => `cold$${i + 4}();`).join("")}}`;
    const full = await minify(many + callAll + PROGRAM + tell + "if(told.length>9)all()", NO_MAP, FOREIGN);
    const few = await run(tokenise(base.code, base.map).code);
    const all = await run(tokenise(full.code, full.map).code);
    assert.equal(few[0], "4");
    assert.equal(all[0], "4");
    assert.ok(Number(all[1]) - Number(few[1]) <= 8, `${few[1]} and ${all[1]} variables`);
    assert.match(all[2], /\.bootcde:\d+:\d+/);
  });
});
