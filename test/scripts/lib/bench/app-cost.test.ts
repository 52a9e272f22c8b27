import assert from "node:assert/strict";
import { measured } from "../../../../scripts/lib/bench/app-cost";

describe("what an app takes", () => {
  it("is the one in the middle of three runs, and how far apart they are", async () => {
    const counts = [104, 100, 99];
    assert.deepEqual(await measured("mote", async () => counts.shift()!), {
      app: "mote",
      instructions: 100,
      spread: 0.05,
    });
    assert.deepEqual(counts, []);
  });
});
