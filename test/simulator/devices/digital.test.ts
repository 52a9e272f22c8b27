import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { Contact } from "./digital";
import { edgesOf } from "./edges";

describe("the model of a contact", () => {
  for (const [pull, whenClosed] of [
    ["up", false],
    ["down", true],
    ["none", false],
  ] as const) {
    it(`is ${whenClosed ? "high" : "low"} when it is closed, where the chip's resistor is "${pull}", else the other way`, () => {
      const time = new VirtualTime();
      const pin = new SimulatedPin(27, time, () => 0.123);
      pin.input(pull);
      const contact = new Contact(pin, pull);
      const edges = edgesOf(pin, time);
      assert.equal(edges.length, 0);
      contact.isClosed = true;
      assert.equal(pin.level, whenClosed);
      contact.isClosed = false;
      assert.equal(pin.level, !whenClosed);
    });
  }
});
