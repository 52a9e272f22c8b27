import assert from "node:assert/strict";
import { wearOf } from "../../../../scripts/lib/sleep/wear";

describe("the wear of flash memory", () => {
  it("is one erasure of each page when no further file fits", () => {
    const wear = wearOf({ bytesAWake: 20, fileBytes: 4_096, freeBytes: 800_000 });
    // 204 lines of 20 bytes in a file, 195 files.
    assert.deepEqual(wear, { wakesAFile: 204, wakesAnErase: 204 * 195 });
  });

  it("is there where nothing but one file fits, and where a wake fills a file", () => {
    assert.deepEqual(wearOf({ bytesAWake: 5_000, fileBytes: 4_096, freeBytes: 1_000 }), {
      wakesAFile: 1,
      wakesAnErase: 1,
    });
  });

  it("is none where nothing is written", () => {
    assert.equal(wearOf({ bytesAWake: 0, fileBytes: 4_096, freeBytes: 800_000 }), undefined);
  });
});
