import assert from "node:assert/strict";
import { given } from "../../../firmware/sensors/program";

describe("a sensor whose value a program gives it", () => {
  it("tells what differs as published, at once, and that there is none", () => {
    let refused = 0;
    const sensor = given({ min: 0, max: 50, step: 0.1 }, () => {
      refused++;
    });
    const told: number[] = [];
    if (sensor.watch !== undefined) {
      sensor.watch(() => told.push(sensor.sample()));
    }
    assert.ok(isNaN(sensor.sample()));
    sensor.set(20);
    sensor.set(20.04);
    sensor.set(20.1);
    assert.deepEqual(told, [20, 20.1]);
    sensor.set(51);
    assert.equal(refused, 1);
    assert.ok(isNaN(told[2] ?? 0));
    sensor.set(NaN);
    assert.equal(told.length, 3);
    assert.equal(refused, 1);
    sensor.set(50);
    assert.equal(told[3], 50);
  });
});
