import assert from "node:assert/strict";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { minify } from "../../../../../scripts/lib/build/espruino/minify";
import { passOverBlocks } from "../../../../../scripts/lib/build/espruino/passed-over";
import { runInEspruino } from "../../../../engines/espruino-run";
import { espruinoProblem } from "../../../../engines/espruino-runner";

const MAP = JSON.stringify({ version: 3, names: [], sources: ["a.ts"], mappings: "AAAA,EACA,EACA" });

const blocks = (code: string): string => passOverBlocks({ code, map: MAP }).code;

describe("what is passed over", () => {
  it("is a block where it is the long way of a statement", () => {
    assert.equal(
      blocks('a&&b?c(d):send("a topic of some length",d);e()'),
      'if(a&&b)c(d);else{send("a topic of some length",d)}e()',
    );
    assert.equal(
      blocks('f=()=>{(a?b:c)?(d,e):(g,h("a topic of some length"))}'),
      'f=()=>{if((a?b:c))(d,e);else{(g,h("a topic of some length"))}}',
    );
    assert.equal(
      blocks('if(a)b?c():d("a topic of some length");else e()'),
      'if(a)if(b)c();else{d("a topic of some length")}else e()',
    );
  });

  it("stays what it is where it is short, a value, or could be no statement", () => {
    for (const code of [
      "a?b():c()",
      'x=a?b():c("a topic of some length")',
      'f=()=>a?b():c("a topic of some length")',
      'a?function(){}():b("a topic of some length")',
      'a?b():{c:"a topic of some length"}.c()',
    ]) {
      assert.equal(blocks(code), code);
    }
  });

  it("leaves every position where it was", () => {
    const { code, map } = passOverBlocks({ code: 'a?b():c("a topic of some length");', map: MAP });
    const lineAt = (text: string): number | null =>
      originalPositionFor(new TraceMap(map), { line: 1, column: code.indexOf(text) }).line;
    assert.deepEqual([lineAt("a)"), lineAt("b()"), lineAt("c(")], [1, 2, 3]);
  });

  it("is a block in what minifying makes", async () => {
    const { code } = await minify('if(a)b();else c("a topic of some length");', MAP, new Set());
    assert.match(code, /if\(a\)b\(\);else\{c\("a topic of some length"\)\}/);
  });

  it("runs on the interpreter where it is not passed over, and what follows too (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || espruinoProblem(executable) !== undefined) return this.skip();
    this.timeout(30_000);
    const code = blocks(
      'a?out("usual"):out("a text of some length");a?out("a text of some length"):out("the other, as long");out("end")',
    );
    const told = (a: string): Promise<string[]> => runInEspruino(executable, `var a=${a};${code}`);
    assert.deepEqual(await told("1"), ["usual", "a text of some length", "end"]);
    assert.deepEqual(await told("0"), ["a text of some length", "the other, as long", "end"]);
  });
});
