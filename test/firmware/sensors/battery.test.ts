import assert from "node:assert/strict";
import { battery, percentLeft } from "../../../firmware/sensors/battery";

describe("what is left of a battery", () => {
  const curve = [4.2, 100, 3.8, 50, 3, 0];

  it("is what its curve says, and a straight line between its points", () => {
    const left = [4.2, 4, 3.8, 3.4, 3].map((volts) => Math.round(percentLeft(volts, curve)));
    assert.deepEqual(left, [100, 75, 50, 25, 0]);
  });

  it("is no more than full and no less than empty", () => {
    assert.equal(percentLeft(5, curve), 100);
    assert.equal(percentLeft(0, curve), 0);
  });

  it("is not known without a voltage", () => {
    assert.ok(Number.isNaN(battery(() => NaN, curve).sample()));
    assert.equal(battery(() => 3.8, curve).sample(), 50);
  });
});
