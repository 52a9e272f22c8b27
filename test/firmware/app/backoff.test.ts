import assert from "node:assert/strict";
import { backoffMs } from "../../../firmware/app/backoff";

describe("back-off", () => {
  it("doubles from one second to one minute", () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 100].map((failures) => backoffMs(failures, 0)),
      [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000],
    );
  });

  it("jitter takes away up to a half, never more", () => {
    assert.equal(backoffMs(1, 1), 500);
    assert.equal(backoffMs(7, 1), 30_000);
    assert.equal(backoffMs(7, 0.5), 45_000);
  });
});
