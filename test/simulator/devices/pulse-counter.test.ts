import assert from "node:assert/strict";
import { SimulatedPin } from "../pins";
import { VirtualTime } from "../virtual-time";
import { edgesOf } from "./edges";
import { PulseSource } from "./pulse-counter";

describe("the model of a meter's pulse output", () => {
  let time: VirtualTime;
  let line: SimulatedPin;

  beforeEach(() => {
    time = new VirtualTime();
    line = new SimulatedPin(27, time, () => 0);
  });

  it("pulls the pin to ground at its rate", () => {
    const source = new PulseSource(line, time);
    const edges = edgesOf(line, time);
    source.hz = 2;
    time.advance(1_100);
    assert.deepEqual(edges, [
      [500, false],
      [530, true],
      [1000, false],
      [1030, true],
    ]);
    assert.equal(source.given, 2);
    source.hz = 0;
    time.advance(10_000);
    assert.equal(source.given, 2);
  });

  it("bounces when it is told to, and makes shorter pulses at high rates", () => {
    const source = new PulseSource(line, time);
    source.bounces = 2;
    const edges = edgesOf(line, time);
    source.hz = 100;
    time.advance(10_050);
    assert.equal(source.given, 1005);
    assert.equal(edges.length, 1004 * 10 + 1);
  });

  it("pulls it to the supply where that is a pulse, and gives none where its wire came off", () => {
    const source = new PulseSource(line, time, false);
    const edges = edgesOf(line, time);
    assert.equal(line.level, false);
    source.hz = 1;
    time.advance(1_500);
    assert.deepEqual(edges, [
      [1000, true],
      [1030, false],
    ]);
    source.isUnplugged = true;
    time.advance(10_000);
    assert.deepEqual([source.given, edges.length], [11, 2]);
  });
});
