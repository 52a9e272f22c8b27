import assert from "node:assert/strict";
import { memoryIn } from "../../../../scripts/lib/bench/memory";

describe("looks at the interpreter's memory", () => {
  it("are found among the console's own output", () => {
    assert.deepEqual(memoryIn("\u001b[J>@memory 100 702\r\n>\u001b[J@memory 100000 702\r\n>"), [
      { messages: 100, variables: 702 },
      { messages: 100_000, variables: 702 },
    ]);
  });
});
