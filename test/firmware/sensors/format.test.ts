import assert from "node:assert/strict";
import { fixed, onOff } from "../../../firmware/sensors/format";

describe("payloads of readings", () => {
  it("numbers have as many decimals as the board file asks for", () => {
    assert.equal(fixed(21.375, 3), "21.375");
    assert.equal(fixed(-0.26, 1), "-0.3");
    assert.equal(fixed(100, 0), "100");
  });

  it("numbers are rounded, whatever the engine's toFixed does with them", () => {
    assert.deepEqual(
      [9.96, 1.999, -0.96, -0.04, 28066.667].map((value) => fixed(value, 1)),
      ["10.0", "2.0", "-1.0", "0.0", "28066.7"],
    );
    assert.deepEqual(
      [28066.667, 0.6, -2.7, 0.4].map((value) => fixed(value, 0)),
      ["28067", "1", "-3", "0"],
    );
    assert.deepEqual([fixed(100653.268, 2), fixed(99.996, 2), fixed(1 / 3, 6)], ["100653.27", "100.00", "0.333333"]);
  });

  it("what is on or off says so", () => {
    assert.deepEqual([onOff(1), onOff(0)], ["ON", "OFF"]);
  });
});
