import assert from "node:assert/strict";
import { absoluteHumidity, gramsPerCubicMetre } from "../../../firmware/sensors/absolute-humidity";
import { saturationHpa } from "../../../firmware/sensors/magnus";

describe("the absolute humidity", () => {
  // WMO-No. 8, annex 4.B gives the formula; these are the saturation pressures of the Smithsonian Meteorological Tables, table 94.
  for (const [celsius, hpa] of [
    [0, 6.1078],
    [10, 12.272],
    [20, 23.373],
    [30, 42.43],
    [40, 73.777],
  ]) {
    it(`saturation at ${celsius} °C is ${hpa} hPa, to three parts in a thousand`, () => {
      assert.ok(Math.abs(saturationHpa(celsius) / hpa - 1) < 0.003, String(saturationHpa(celsius)));
    });
  }

  // The usual table of how much water air can hold, in g/m³.
  for (const [celsius, grams] of [
    [0, 4.85],
    [10, 9.4],
    [20, 17.3],
    [30, 30.4],
    [40, 51.1],
  ]) {
    it(`of air full of water at ${celsius} °C is ${grams} g/m³, and half of it at 50 %`, () => {
      assert.ok(Math.abs(gramsPerCubicMetre(celsius, 100) - grams) < 0.15, String(gramsPerCubicMetre(celsius, 100)));
      assert.ok(Math.abs(gramsPerCubicMetre(celsius, 50) - grams / 2) < 0.08);
    });
  }

  it("of dry air is nothing, and there is none where one of the two has no reading", () => {
    assert.equal(gramsPerCubicMetre(20, 0), 0);
    assert.ok(Number.isNaN(gramsPerCubicMetre(NaN, 50)));
    assert.ok(Number.isNaN(gramsPerCubicMetre(20, NaN)));
    const sensor = absoluteHumidity(
      () => 20,
      () => NaN,
    );
    assert.ok(Number.isNaN(sensor.sample()));
  });
});
