import assert from "node:assert/strict";
import type { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { Wiring } from "../wiring";
import { Shutter } from "./cover";

describe("the model of a shutter with two relays", () => {
  let time: VirtualTime;
  let opener: SimulatedPin;
  let closer: SimulatedPin;
  let shutter: Shutter;

  beforeEach(() => {
    time = new VirtualTime();
    const bench = new Wiring("", time, {}).bench([]);
    [opener, closer] = [bench.pin("D25"), bench.pin("D26")];
    const facts = { openPin: "D25", closePin: "D26", activeLow: true, openSeconds: 20, closeSeconds: 10 };
    shutter = new Shutter(facts, bench, 40);
    for (const pin of [opener, closer]) pin.output(1, 0);
  });

  /** Has a relay on for a while. */
  function on(pin: SimulatedPin, ms: number): void {
    pin.output(0, 0);
    time.advance(ms);
    pin.output(1, 0);
  }

  it("moves while a relay is on, at the speed of that way, and stops at its ends by itself", () => {
    assert.equal(shutter.position, 40);
    on(opener, 2_000);
    assert.equal(shutter.position, 50);
    time.advance(5_000);
    on(closer, 3_000);
    assert.equal(shutter.position, 20);
    closer.output(0, 0);
    time.advance(60_000);
    assert.deepEqual([shutter.position, shutter.hasPower], [0, true]);
    closer.output(1, 0);
    on(opener, 60_000);
    assert.deepEqual([shutter.position, shutter.hasPower], [100, false]);
    on(closer, 1_000);
    assert.equal(shutter.position, 90);
  });

  it("stands still where both relays are on at once, and tells that they were", () => {
    opener.output(0, 0);
    time.advance(1_000);
    closer.output(0, 0);
    time.advance(10_000);
    assert.deepEqual([shutter.position, shutter.timesBothOn], [45, 1]);
    opener.output(1, 0);
    time.advance(1_000);
    assert.deepEqual([shutter.position, shutter.timesBothOn], [35, 1]);
  });

  it("stops where the chip is reset, does not move when it is jammed, and can be moved by hand", () => {
    opener.output(0, 0);
    time.advance(1_000);
    opener.reset();
    time.advance(10_000);
    assert.deepEqual([shutter.position, shutter.hasPower], [45, false]);
    opener.output(0, 0);
    time.advance(1_000);
    shutter.isJammed = true;
    time.advance(10_000);
    assert.equal(shutter.position, 50);
    shutter.isJammed = false;
    time.advance(1_000);
    assert.equal(shutter.position, 55);
    shutter.position = 10;
    assert.equal(shutter.position, 10);
  });
});
