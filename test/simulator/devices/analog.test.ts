import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { VoltageSource } from "./analog";

describe("the model of a voltage", () => {
  it("leaves its pin alone before it is told anything, follows what it is told, and is open when it is unplugged", () => {
    const time = new VirtualTime();
    const pin = new SimulatedPin(34, time, () => 0.123);
    const source = new VoltageSource(pin);
    assert.equal(pin.volts, 0.123);
    source.volts = () => time.nowMs / 1000;
    time.advance(1_500);
    assert.equal(pin.volts, 1.5);
    source.unplug();
    assert.equal(pin.volts, 0.123);
  });
});
