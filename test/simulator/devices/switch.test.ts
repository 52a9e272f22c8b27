import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { Relay } from "./switch";

describe("the model of a relay", () => {
  let pin: SimulatedPin;

  beforeEach(() => {
    pin = new SimulatedPin(25, new VirtualTime(), () => 0);
  });

  for (const activeLow of [false, true]) {
    it(`is on at its ${activeLow ? "low" : "high"} level, and never where nobody drives its input`, () => {
      const switched: boolean[] = [];
      const relay = new Relay(pin, activeLow, (isOn) => switched.push(isOn));
      assert.equal(relay.isOn, false);
      pin.output(activeLow ? 0 : 1, 0);
      assert.equal(relay.isOn, true);
      pin.output(activeLow ? 1 : 0, 0);
      assert.equal(relay.isOn, false);
      pin.output(activeLow ? 0 : 1, 0);
      pin.reset();
      assert.equal(relay.isOn, false);
      assert.deepEqual(switched, [true, false, true, false]);
      assert.equal(relay.timesOn, 2);
    });
  }

  it("stays on with welded contacts", () => {
    const relay = new Relay(pin, false);
    relay.isWelded = true;
    assert.equal(relay.isOn, false);
    pin.output(1, 0);
    pin.output(0, 0);
    assert.equal(relay.isOn, true);
  });
});
