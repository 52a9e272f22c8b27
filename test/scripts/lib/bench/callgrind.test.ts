import assert from "node:assert/strict";
import { instructionsIn } from "../../../../scripts/lib/bench/callgrind";
import { runScript } from "../../../../scripts/lib/bench/interpreter";
import { memoryIn } from "../../../../scripts/lib/bench/memory";

describe("what callgrind and the interpreter tell the benchmark", () => {
  it("instructions are those collected", () => {
    const output = "==7== \n==7== Events    : Ir\n==7== Collected : 6028153\n==7== \n==7== I   refs:      6,028,153\n";
    assert.equal(instructionsIn(output), 6_028_153);
  });

  it("output without a count is an error that shows its end", () => {
    assert.throws(() => instructionsIn("valgrind: failed to start tool"), /failed to start tool/);
  });

  it("looks at memory are found among the console's own output", () => {
    assert.deepEqual(memoryIn("\u001b[J>@memory 100 702\r\n>\u001b[J@memory 100000 702\r\n>"), [
      { messages: 100, variables: 702 },
      { messages: 100_000, variables: 702 },
    ]);
  });

  it("an error that the script's interpreter reports is an error here, with its text", async () => {
    const node = [process.execPath];
    await assert.rejects(runScript(node, 'console.log("Uncaught Error: no such pin")'), /Uncaught Error: no such pin/);
    assert.equal(await runScript(node, 'console.log("well")'), "well\n");
  });

  it("an interpreter that is not there is an error", async () => {
    await assert.rejects(runScript(["/nonexistent/espruino"], ""), /ENOENT/);
  });
});
