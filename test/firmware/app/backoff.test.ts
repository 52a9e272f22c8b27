import assert from "node:assert/strict";
import { backoffMs } from "../../../firmware/app/backoff";

describe("back-off", () => {
  it("doubles to one minute", () => {
    const after = (firstMs: number): number[] => [1, 2, 3, 4, 5, 6, 7, 8, 100].map((each) => backoffMs(firstMs, each));
    assert.deepEqual(after(1_000), [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    assert.deepEqual(after(5_000), [5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000, 60_000, 60_000]);
  });
});
