import assert from "node:assert/strict";
import { SourcePositions } from "../../../../scripts/lib/monitor/source-positions";
import { StackTraces } from "../../../../scripts/lib/monitor/stack-traces";

/** A program of two lines: column 1 of the first is pump.ts:7:3, column 40 of the second the made program, line 3. */
const MAP = JSON.stringify({
  version: 3,
  sources: ["../../firmware/pump.ts", "main.ts"],
  sourcesContent: ["1\n2\n3\n4\n5\n6\n  drive(true);\n", '1\n2\nconst password = "hunter22";\n'],
  names: [],
  mappings: "AAME;uCCJA",
});

function told(printed: string, positions?: SourcePositions): string[] {
  const lines: string[] = [];
  const traces = new StackTraces(positions, (line) => lines.push(line));
  for (const line of printed.split("\n")) traces.take(line);
  return lines;
}

/** As Espruino 2v29 prints it. */
const TRACE = `Uncaught Error: Can't read property 'bar' of undefined
    at aa (mote.a:1:28)
...connect("home","hunter22",function(){return x.foo.bar})...
                  ^
    at mote.a:2:43

     ^
>`;

describe("an error of the built program", () => {
  const positions = new SourcePositions(MAP, "dist/greenhouse");

  it("is told by file and line of the TypeScript, with what stands there", () => {
    assert.deepEqual(told(TRACE, positions), [
      "Uncaught Error: Can't read property 'bar' of undefined",
      "    at firmware/pump.ts:7:3",
      "       drive(true);",
      "    at dist/greenhouse/main.ts:3:3",
      ">",
    ]);
  });

  it("shows nothing of the source that the chip prints, in which passwords stand, also without a source map", () => {
    const lines = told(TRACE);
    assert.deepEqual(lines, [
      "Uncaught Error: Can't read property 'bar' of undefined",
      "    at aa (mote.a:1:28)",
      "    at mote.a:2:43",
      ">",
    ]);
  });

  it("leaves what is typed in the console as it is", () => {
    const typed = "Uncaught ReferenceError: x\n    at REPL:1:1\nx\n^";
    assert.deepEqual(told(typed, positions), typed.split("\n"));
  });

  it("loses no line when no excerpt follows", () => {
    assert.deepEqual(told("    at mote.b:1:1\n    at mote.b:2:50\n\nonline", positions), [
      "    at firmware/pump.ts:7:3",
      "       drive(true);",
      "    at dist/greenhouse/main.ts:3:3",
      "online",
    ]);
  });

  it("says what the chip said of a place that the map does not know", () => {
    assert.deepEqual(told("    at mote.a:99:1", positions), ["    at mote.a:99:1"]);
  });

  it("in Lua is told by file and line of the TypeScript, wherever its lines are named", () => {
    const trace =
      "mote.lua:1: attempt to index a nil value\nstack traceback:\n\tmote.lua:2: in function <mote.lua:1>\n\tmote.lua:9:";
    assert.deepEqual(told(trace, positions), [
      "firmware/pump.ts:7:3: attempt to index a nil value",
      "stack traceback:",
      "\tdist/greenhouse/main.ts:3:3: in function <firmware/pump.ts:7:3>",
      "\tmote.lua:9:",
    ]);
    assert.deepEqual(told("mote.lua:1: here"), ["mote.lua:1: here"]);
  });
});
