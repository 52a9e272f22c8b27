import assert from "node:assert/strict";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { minify } from "../../../../../scripts/lib/build/espruino/minify";
import { separateTexts } from "../../../../../scripts/lib/build/espruino/texts-first";
import { runInEspruino } from "../../../../engines/espruino-run";
import { espruinoProblem } from "../../../../engines/espruino-runner";

const MAP = JSON.stringify({ version: 3, names: [], sources: ["a.ts"], mappings: "AAAA,OACA,KACA" });

describe("texts at the beginning of a statement", () => {
  it("are separated from a block before them, and from nothing else", () => {
    const separated = (code: string): string => separateTexts({ code, map: MAP }).code;
    assert.equal(separated('if(a){b()}"c"===d&&e();'), 'if(a){b()};"c"===d&&e();');
    assert.equal(separated('try{a()}catch(b){}"c"==d||e()'), 'try{a()}catch(b){};"c"==d||e()');
    for (const code of ['"".length;a()', 'a();"c"==d&&e()', 'b={};c="}"', 'f=()=>{};"c"==d&&e()']) {
      assert.equal(separated(code), code);
    }
  });

  it("leave every position behind them where it was", () => {
    const { code, map } = separateTexts({ code: 'if(a){}"c"==d&&e()', map: MAP });
    const lineAt = (text: string): number | null =>
      originalPositionFor(new TraceMap(map), { line: 1, column: code.indexOf(text) }).line;
    assert.deepEqual([lineAt("if"), lineAt('"c"'), lineAt("d&&")], [1, 2, 3]);
  });

  it("are so in what minifying makes", async () => {
    const { code } = await minify('try{a()}catch{}if(typeof b!=="undefined")c();', MAP, new Set());
    assert.match(code, /\};"undefined"!=typeof b/);
  });

  it("mean on the interpreter what they say (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || espruinoProblem(executable) !== undefined) return this.skip();
    this.timeout(30_000);
    const wrong = 'if(0){1}"a"===t&&out("taken");';
    const told = (code: string): Promise<string[]> => runInEspruino(executable, `var t="a";${code}out("end")`);
    assert.deepEqual(await told(wrong), ["end"], "the interpreter does it right now: separating can go");
    assert.deepEqual(await told(separateTexts({ code: wrong, map: MAP }).code), ["taken", "end"]);
  });
});
