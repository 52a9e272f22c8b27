import assert from "node:assert/strict";
import type { DigitalInputs, Pull } from "../../../firmware/engine/engine";
import { digital } from "../../../firmware/sensors/digital";
import { onOff } from "../../../firmware/sensors/format";

describe("digital sensor", () => {
  const calls: unknown[] = [];
  let level = false;
  const pins: DigitalInputs = {
    input: (pin: number, pull: Pull) => calls.push(["input", pin, pull]),
    read: () => level,
    watch: (pin, pull, debounceMs, changed) => calls.push(["watch", pin, pull, debounceMs, changed]),
  };

  it("makes its pin an input and watches it with its debounce", () => {
    const sensor = digital(pins, { pin: 27, pull: "down", activeLow: false, debounceMs: 50 });
    const changed = (): void => {};
    sensor.watch?.(changed);
    assert.deepEqual(calls, [
      ["input", 27, "down"],
      ["watch", 27, "down", 50, changed],
    ]);
  });

  for (const activeLow of [false, true]) {
    it(`reads ON at a ${activeLow ? "low" : "high"} level when activeLow is ${activeLow}`, () => {
      const sensor = digital(pins, { pin: 27, pull: "up", activeLow, debounceMs: 50 });
      for (const high of [false, true]) {
        level = high;
        assert.equal(onOff(sensor.sample()), high !== activeLow ? "ON" : "OFF");
      }
    });
  }
});
