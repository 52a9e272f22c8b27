import assert from "node:assert/strict";
import { instructionsIn } from "../../../../scripts/lib/bench/callgrind";

describe("what callgrind tells the benchmark", () => {
  it("instructions are those collected", () => {
    const output = "==7== \n==7== Events    : Ir\n==7== Collected : 6028153\n==7== \n==7== I   refs:      6,028,153\n";
    assert.equal(instructionsIn(output), 6_028_153);
  });

  it("output without a count is an error that shows its end", () => {
    assert.throws(() => instructionsIn("valgrind: failed to start tool"), /failed to start tool/);
  });
});
