import assert from "node:assert/strict";
import { secondsIn } from "../../../../scripts/lib/bench/passing-time";

describe("the time that passed for an app", () => {
  it("is found among the console's own output", () => {
    assert.equal(secondsIn("\u001b[J>@seconds 62.75\r\n>"), 62.75);
  });

  it("that was not told is an error that shows the end of the output", () => {
    assert.throws(() => secondsIn("Segmentation fault"), /no time was told.*Segmentation fault/);
  });
});
