import assert from "node:assert/strict";
import type { Clock, DigitalInputs } from "../../../firmware/engine/engine";
import { digital, type DigitalOptions } from "../../../firmware/sensors/digital";

describe("digital sensor", () => {
  let calls: unknown[];
  let level: boolean;
  let nowMs: number;
  let tell: (high: boolean) => void;
  const clock: Clock = { nowMs: () => nowMs, every: () => {} };
  const pins: DigitalInputs = {
    input: (pin, pull) => calls.push(["input", pin, pull]),
    read: () => level,
    watch: (pin, pull, debounceMs, changed) => {
      calls.push(["watch", pin, pull, debounceMs]);
      tell = changed;
    },
  };
  const options: DigitalOptions = { pin: 27, pull: "down", activeLow: false, debounceMs: 50 };

  beforeEach(() => {
    calls = [];
    level = false;
    nowMs = 0;
  });

  it("makes its pin an input and watches it with its debounce", () => {
    digital(pins, clock, options);
    assert.deepEqual(calls, [
      ["input", 27, "down"],
      ["watch", 27, "down", 50],
    ]);
  });

  for (const activeLow of [false, true]) {
    it(`is 1 at a ${activeLow ? "low" : "high"} level when activeLow is ${activeLow}`, () => {
      for (const high of [false, true]) {
        level = high;
        assert.equal(digital(pins, clock, { ...options, activeLow }).sample(), high !== activeLow ? 1 : 0);
      }
    });
  }

  it("reports a level that stood, with the reading already in place", () => {
    const sensor = digital(pins, clock, options);
    const reported: number[] = [];
    sensor.watch?.(() => reported.push(sensor.sample()));
    level = true;
    tell(true);
    level = false;
    tell(false);
    assert.deepEqual(reported, [1, 0]);
  });

  it("does not take a glitch for a change, also when a sample falls into it", () => {
    const sensor = digital(pins, clock, options);
    for (nowMs = 0; nowMs < 10_000; nowMs += 1_000) {
      level = nowMs % 2_000 === 0;
      assert.equal(sensor.sample(), 0);
    }
    level = true;
    assert.equal(sensor.sample(), 0);
    nowMs += 50;
    assert.equal(sensor.sample(), 0);
  });

  it("finds out at the second sample about a change that was not told", () => {
    const sensor = digital(pins, clock, options);
    level = true;
    nowMs = 1_000;
    assert.equal(sensor.sample(), 0);
    nowMs = 2_000;
    assert.equal(sensor.sample(), 1);
  });
});
