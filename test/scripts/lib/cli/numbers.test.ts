import assert from "node:assert/strict";
import { seconds, wholeNumber } from "../../../../scripts/lib/cli/numbers";

describe("numbers of options", () => {
  it("are whole and in their range", () => {
    const port = wholeNumber(1, 65_535);
    assert.deepEqual(["1", "1883", "65535"].map(port), [1, 1883, 65_535]);
    for (const text of ["0", "65536", "-1", "1.5", "1e3", " 1", "", "x"])
      assert.throws(() => port(text), /from 1 to 65535/);
  });

  it("are seconds, of which there are some", () => {
    assert.deepEqual(["1", "0.5", ".5", "60"].map(seconds), [1, 0.5, 0.5, 60]);
    for (const text of ["0", "-1", "", "1e3", "ten", "Infinity"])
      assert.throws(() => seconds(text), /number of seconds/);
  });
});
