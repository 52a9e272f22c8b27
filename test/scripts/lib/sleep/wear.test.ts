import assert from "node:assert/strict";
import { wakesAnErase } from "../../../../scripts/lib/sleep/wear";

describe("the wear of flash memory", () => {
  it("is one erasure of each page when all that was free is written", () => {
    assert.equal(wakesAnErase({ bytesAWake: 20, freeBytes: 800_000 }), 40_000);
  });

  it("is one a wake at the most", () => {
    assert.equal(wakesAnErase({ bytesAWake: 5_000, freeBytes: 1_000 }), 1);
  });

  it("is none where nothing is written", () => {
    assert.equal(wakesAnErase({ bytesAWake: 0, freeBytes: 800_000 }), Infinity);
  });
});
