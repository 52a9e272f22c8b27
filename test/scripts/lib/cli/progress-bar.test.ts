import assert from "node:assert/strict";
import { progressLine } from "../../../../scripts/lib/cli/progress-bar";

describe("a progress bar", () => {
  it("shows share, bytes and rate", () => {
    assert.equal(progressLine(550_000, 1_100_000, 10_000), "[############            ]  50 %  550 of 1100 kB  55 kB/s");
  });

  it("is not full before the end, and has no rate at the start", () => {
    assert.match(progressLine(999_999, 1_000_000, 1), / 99 %/);
    assert.equal(progressLine(0, 1_000, 0), `[${" ".repeat(24)}]   0 %  0 of 1 kB`);
    assert.match(progressLine(0, 0, 5), /100 %/);
  });
});
