import assert from "node:assert/strict";
import { average } from "../../../firmware/sensors/average";

describe("the average of several values", () => {
  const of = (...values: number[]): number => average(values.map((value) => () => value)).sample();

  it("is their mean", () => {
    assert.equal(of(20, 22), 21);
    assert.equal(of(-1, 0, 1, 6), 1.5);
  });

  it("there is none while one of them has no reading", () => {
    assert.ok(Number.isNaN(of(20, NaN, 22)));
  });
});
