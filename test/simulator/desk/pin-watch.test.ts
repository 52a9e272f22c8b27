import assert from "node:assert/strict";
import { PinWatch, type PinEvent } from "./pin-watch";

describe("what is told of pins", () => {
  let nowMs: number;
  let told: PinEvent[];
  let watch: PinWatch;

  beforeEach(() => {
    nowMs = 0;
    told = [];
    watch = new PinWatch(
      () => nowMs,
      (event) => told.push(event),
    );
  });

  const change = (pin: number, duty: number): void => watch.changed({ pin, level: duty > 0, duty, hz: 1000 });

  it("is each change, while they come no faster than a person can see", () => {
    for (let i = 0; i < 50; i++) {
      nowMs += 200;
      change(25, i % 2);
    }
    assert.equal(told.length, 50);
    assert.ok(told.every(({ skipped, pin }) => skipped === 0 && pin === "D25"));
  });

  it("has a pin's name as it is printed on its board, when it is released too", () => {
    watch = new PinWatch(
      () => nowMs,
      (event) => told.push(event),
      (pin) => (pin === "D3" ? "D1" : pin),
    );
    change(3, 1);
    watch.released();
    assert.deepEqual(
      told.map(({ pin, duty }) => [pin, duty]),
      [
        ["D1", 1],
        ["D1", 0],
      ],
    );
    assert.deepEqual(
      watch.standing().map(({ pin }) => pin),
      ["D1"],
    );
  });

  it("leaves changes out of a flood, says how many, and never the last one", () => {
    for (let i = 1; i <= 10_000; i++) {
      nowMs += 1;
      change(33, i / 10_000);
    }
    assert.ok(told.length > 90 && told.length < 120, `${told.length} in 10 s`);
    assert.notEqual(told.at(-1)?.duty, 1);
    nowMs += 1_000;
    watch.tellLate();
    watch.tellLate();
    assert.equal(told.at(-1)?.duty, 1);
    assert.equal(told.length + told.reduce((sum, { skipped }) => sum + skipped, 0), 10_000);
  });

  it("is of each pin by itself", () => {
    for (let i = 0; i < 1_000; i++) change(33, i / 1_000);
    change(25, 1);
    assert.equal(told.at(-1)?.pin, "D25");
  });

  it("says that none is driven any more when the power is gone", () => {
    change(25, 1);
    change(26, 0);
    watch.changed({ pin: 26, level: false, duty: 0, hz: 0 });
    told.length = 0;
    watch.released();
    assert.deepEqual(told, [{ type: "pin", pin: "D25", level: false, duty: 0, hz: 0, skipped: 0 }]);
    assert.deepEqual(
      watch.standing().map(({ pin, level }) => `${pin} ${level}`),
      ["D25 false", "D26 false"],
    );
  });
});
