import assert from "node:assert/strict";
import { analog, toQuantity } from "../../../firmware/sensors/analog";

describe("analog sensor", () => {
  it("scales, then offsets", () => {
    assert.equal(toQuantity(0.5, 100, -10), 40);
    assert.equal(toQuantity(0, 100, -10), -10);
  });

  it("has no reading where the engine has none", () => {
    const sensor = analog({ read: () => NaN }, { pin: 34, scale: 1, offset: 0 });
    assert.ok(Number.isNaN(sensor.sample()));
  });

  it("reads its own pin", () => {
    const sensor = analog({ read: (pin) => (pin === 34 ? 0.21375 : NaN) }, { pin: 34, scale: 100, offset: 0 });
    assert.equal(sensor.sample(), 21.375);
  });
});
