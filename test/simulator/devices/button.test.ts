import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { PressedButton } from "./button";

describe("the model of a button that a relay presses", () => {
  it("counts its presses, and tells how long each was", () => {
    const time = new VirtualTime();
    const pin = new SimulatedPin(26, time, () => 0);
    const button = new PressedButton(pin, true, time);
    pin.output(1, 0);
    for (const ms of [500, 20]) {
      pin.output(0, 0);
      assert.equal(button.isPressed, true);
      time.advance(ms);
      pin.output(1, 0);
      time.advance(1_000);
    }
    assert.equal(button.isPressed, false);
    assert.deepEqual([button.presses, button.pressesMs], [2, [500, 20]]);
  });
});
