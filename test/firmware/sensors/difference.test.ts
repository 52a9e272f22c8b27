import assert from "node:assert/strict";
import { difference } from "../../../firmware/sensors/difference";

describe("the difference of two values", () => {
  const of = (value: number, minus: number): number =>
    difference(
      () => value,
      () => minus,
    ).sample();

  it("is the one less the other", () => {
    assert.equal(of(55, 40), 15);
    assert.equal(of(-5, 20), -25);
  });

  it("there is none while one of them has no reading", () => {
    assert.ok(Number.isNaN(of(NaN, 1)));
    assert.ok(Number.isNaN(of(1, NaN)));
  });
});
