import assert from "node:assert/strict";
import {
  defaultRateUnit,
  pulseDeviceClasses,
  ratePerSecond,
  rateUnits,
} from "../../../../scripts/lib/sensors/pulse-units";

describe("the rate of a pulse counter", () => {
  it("is power where the total is energy", () => {
    // 1 kWh in 3,600 s is 1 kW.
    assert.equal(ratePerSecond("kWh", "W"), 3_600_000);
    assert.equal(ratePerSecond("kWh", "kW"), 3_600);
    assert.equal(ratePerSecond("Wh", "W"), 3_600);
  });

  it("is the total by time, in units that hold each other", () => {
    assert.equal(ratePerSecond("L", "L/min"), 60);
    assert.equal(ratePerSecond("m³", "L/min"), 60_000);
    assert.equal(ratePerSecond("L", "m³/h"), 3.6);
    assert.equal(ratePerSecond("km", "km/h"), 3_600);
    assert.equal(ratePerSecond("bottles/box", "bottles/box/s"), 1);
  });

  it("is a frequency where the total has no unit", () => {
    assert.equal(ratePerSecond(undefined, "Hz"), 1);
    assert.equal(ratePerSecond(undefined, "rpm"), 60);
  });

  it("is none in a unit of another kind", () => {
    for (const [unit, rate] of [
      ["kWh", "L/min"],
      ["kWh", "kWh"],
      ["L", "W"],
      ["km", "m/s"],
      [undefined, "L/min"],
      ["L", "toString"],
    ]) {
      assert.equal(ratePerSecond(unit, rate ?? ""), undefined, `${unit} in ${rate}`);
    }
  });

  it("has a unit by default, and units to choose from, that can all be computed", () => {
    for (const unit of [undefined, "Wh", "kWh", "MWh", "mL", "L", "m³", "km"]) {
      for (const rate of [defaultRateUnit(unit), ...rateUnits(unit)]) {
        assert.ok(ratePerSecond(unit, rate) !== undefined, `${unit} in ${rate}`);
      }
    }
  });

  it("is of Home Assistant's classes where the unit tells which", () => {
    assert.deepEqual(pulseDeviceClasses("kWh"), { rate: "power", total: "energy" });
    assert.deepEqual(pulseDeviceClasses("km"), { rate: undefined, total: undefined });
  });
});
