import assert from "node:assert/strict";
import { dewPoint, dewPointCelsius } from "../../../firmware/sensors/dew-point";

describe("the dew point", () => {
  // DIN 4108-3, table of dew points, by air temperature in °C and relative humidity in %.
  for (const [celsius, percent, expected] of [
    [10, 50, 0.1],
    [10, 80, 6.7],
    [20, 30, 1.9],
    [20, 40, 6.0],
    [20, 50, 9.3],
    [20, 60, 12.0],
    [20, 70, 14.4],
    [20, 80, 16.4],
    [20, 90, 18.3],
    [25, 50, 13.9],
    [25, 60, 16.7],
    [30, 50, 18.4],
    [30, 80, 26.2],
  ]) {
    it(`at ${celsius} °C and ${percent} % is ${expected} °C, as the table has it`, () => {
      const found = dewPointCelsius(celsius, percent);
      assert.ok(Math.abs(found - expected) <= 0.1, String(found));
    });
  }

  it("of air that is full of water is its temperature, and of more than that too", () => {
    for (const celsius of [-40, -10, 0, 21.5, 60]) {
      for (const percent of [100, 101.7]) {
        assert.ok(Math.abs(dewPointCelsius(celsius, percent) - celsius) < 0.001, `${celsius}`);
      }
    }
  });

  it("grows with temperature and humidity, within the range of the formula", () => {
    for (let celsius = -45; celsius < 60; celsius += 5) {
      for (let percent = 1; percent < 100; percent += 9) {
        const here = dewPointCelsius(celsius, percent);
        assert.ok(here < celsius + 0.001 && here > -120, `${celsius} ${percent}: ${here}`);
        assert.ok(dewPointCelsius(celsius + 5, percent) > here);
        assert.ok(dewPointCelsius(celsius, percent + 1) > here);
      }
    }
  });

  it("there is none without water, and none where one of the two has no reading", () => {
    for (const [celsius, percent] of [
      [20, 0],
      [20, -1],
      [NaN, 50],
      [20, NaN],
    ]) {
      assert.ok(Number.isNaN(dewPointCelsius(celsius, percent)), `${celsius} ${percent}`);
    }
  });

  it("goes by what the two are at that moment", () => {
    let percent = 50;
    const sensor = dewPoint(
      () => 20,
      () => percent,
    );
    const before = sensor.sample();
    percent = 80;
    assert.ok(sensor.sample() > before);
  });
});
