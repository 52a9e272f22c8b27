import assert from "node:assert/strict";
import { fixed, onOff } from "../../../firmware/sensors/format";

describe("payloads of readings", () => {
  it("numbers have as many decimals as the board file asks for", () => {
    assert.equal(fixed(21.375, 3), "21.375");
    assert.equal(fixed(-0.26, 1), "-0.3");
    assert.equal(fixed(100, 0), "100");
  });

  it("what is on or off says so", () => {
    assert.deepEqual([onOff(1), onOff(0)], ["ON", "OFF"]);
  });
});
