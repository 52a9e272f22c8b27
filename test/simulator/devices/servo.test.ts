import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { Servo } from "./servo";

describe("the model of a servo", () => {
  it("goes where its pulses say at 60 degrees in a tenth of a second, and holds its place while they come", () => {
    const time = new VirtualTime();
    const pin = new SimulatedPin(18, time, () => 0);
    const servo = new Servo(pin, time, 90);
    assert.deepEqual([servo.angle, servo.holds], [90, false]);
    // 2,000 µs of 20 ms.
    pin.output(0.1, 50);
    time.advance(100);
    assert.deepEqual([Math.round(servo.angle), servo.holds], [150, true]);
    time.advance(100);
    assert.equal(servo.angle, 180);
    pin.reset();
    assert.deepEqual([servo.angle, servo.holds], [180, false]);
  });

  it("does not move for pulses that it takes for none", () => {
    const time = new VirtualTime();
    const pin = new SimulatedPin(18, time, () => 0);
    const servo = new Servo(pin, time, 90);
    pin.output(0.015, 50);
    time.advance(1_000);
    assert.deepEqual([servo.angle, servo.holds], [90, false]);
  });
});
