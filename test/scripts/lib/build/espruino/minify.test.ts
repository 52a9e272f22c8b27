import { strict as assert } from "node:assert";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { MISSING_METHODS } from "../../../../../scripts/lib/build/espruino/gaps";
import { minify } from "../../../../../scripts/lib/build/espruino/minify";

const MAP = JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: "AAAA" });

/** Runs shortened code and gives what it passed to `out`. */
async function run(code: string, foreign: string[] = []): Promise<{ code: string; results: unknown[] }> {
  const minified = await minify(code, MAP, new Set(foreign));
  const results: unknown[] = [];
  new Function("out", minified.code)((value: unknown) => results.push(value));
  return { code: minified.code, results };
}

describe("shortening a bundle", () => {
  it("keeps the properties of the engine and shortens ours", async () => {
    const { code, results } = await run(
      `(function () {
        function send(client) { return client.payloadLength + client.debounce; }
        out(send({ payloadLength: 1, debounce: 2 }) + send({ payloadLength: 3, debounce: 4 }));
      })();`,
      ["debounce"],
    );
    assert.deepEqual(results, [10]);
    assert.match(code, /debounce:2/);
    assert.doesNotMatch(code, /payloadLength|client|send/);
  });

  it("keeps a property that is written in quotes", async () => {
    const { code } = await run(`out({ "unit": 1, scale: 2 });`);
    assert.match(code, /unit:1/);
    assert.doesNotMatch(code, /scale/);
  });

  it("writes bytes beyond ASCII as \\xNN", async () => {
    const { code, results } = await run('out("21 \\u00c2\\u00b0C");out("\u00e9");');
    assert.deepEqual(results, ["21 \u00c2\u00b0C", "\u00e9"]);
    assert.match(code, /^[\n -~]*$/);
    assert.ok(code.includes("21 \\xc2\\xb0C"), code);
    assert.ok(code.includes("\\xe9"), code);
  });

  it("never shortens to the name of a method the check looks for", async () => {
    const names = Array.from({ length: 3500 }, (_, i) => `property${i}`);
    const { code } = await run(`var o = {};${names.map((name) => `o.${name} = 1;`).join("")}out(o);`);
    const used = new Set([...code.matchAll(/[.{,]([A-Za-z$_]+)[=:]/g)].map(([, name]) => name));
    assert.ok(used.has("as") && used.has("au"), "two-letter names are used up");
    assert.deepEqual(
      [...MISSING_METHODS].filter((name) => used.has(name)),
      [],
    );
  });

  it("gives no global the name of something of the engine's", async () => {
    const names = Array.from({ length: 3600 }, (_, i) => `global${i}`);
    const { code } = await run(`var ${names.map((name) => `${name}=out()`).join()};out([${names}]);out([${names}]);`);
    const used = new Set([...code.matchAll(/[ ,]([\w$]+)=out/g)].map(([, name]) => name));
    assert.ok(used.has("F") && used.has("A_") && used.has("D$"), "two-letter names are used up");
    assert.deepEqual(
      ["E", "A0", "B1", "D2", "D9", "D25"].filter((name) => used.has(name)),
      [],
    );
  });

  it("leaves a function where it is: inlined, its text would be read again at each pass", async () => {
    const { code } = await run(
      `(function () {
        function rare(x) { out(x); out(x + 1); }
        out(function (i) { if (i > 1) { rare(i); } });
      })();`,
    );
    assert.match(code, /\n!function\(\)\{function (\w)\(.*out\(function\((\w)\)\{\2>1&&\1\(\2\)\}\)/);
  });

  it("maps back through the map it was given", async () => {
    const { code, map } = await minify("out(1);", MAP, new Set());
    assert.match(code, /\nout\(1\);$/);
    const { source, line, column } = originalPositionFor(new TraceMap(map), { line: 2, column: 0 });
    assert.deepEqual({ source, line, column }, { source: "a.ts", line: 1, column: 0 });
  });

  it("has the interpreter define what it looks for most before anything of ours", async () => {
    const { code } = await run("out(1);");
    assert.ok(code.startsWith('"".length;Number;\n'), code);
  });
});
