import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PinChange } from "./pins";
import { SimulatedPin } from "./pins";
import { VirtualTime } from "./virtual-time";

describe("a simulated pin", () => {
  let time: VirtualTime;
  let pin: SimulatedPin;
  let reported: PinChange[];

  beforeEach(() => {
    time = new VirtualTime();
    reported = [];
    pin = new SimulatedPin(4, time, () => 0.1, { reported: (change) => reported.push(change) });
  });

  /** Lets virtual time pass as the board does, from event to event. */
  function pass(ms: number): void {
    const endUs = time.nowUs + ms * 1000;
    while (time.nextEventUs <= endUs) {
      time.moveTo(time.nextEventUs);
      time.runDue();
    }
    time.moveTo(endUs);
  }

  it("shows the edges of a waveform to within 10 ms, for as long as somebody watches", () => {
    const edges: [number, boolean][] = [];
    pin.waveform((ms) => (Math.floor(ms / 55) % 2 === 0 ? 0 : 3.3));
    const unwatch = pin.onEdge((level) => edges.push([time.nowMs, level]));
    pass(200);
    assert.deepEqual(edges, [
      [60, true],
      [110, false],
      [170, true],
    ]);
    unwatch();
    pass(200);
    assert.equal(edges.length, 3);
    assert.equal(time.nextEventUs, Infinity);
  });

  it("gives the exact value of a waveform when it is read, counted from the moment it began", () => {
    pass(100);
    pin.waveform((ms) => ms / 1000);
    pass(123);
    assert.equal(pin.volts, 0.123);
  });

  it("turns at half the supply, and shows an edge at once when it is driven", () => {
    const levels: boolean[] = [];
    pin.onEdge((level) => levels.push(level));
    for (const volts of [1.6, 1.7, 2.5, 1.6]) pin.volts = volts;
    assert.deepEqual(levels, [true, false]);
  });

  it("follows its pull when what drove it is taken away, and shows noise without one", () => {
    pin.level = true;
    pin.input("down");
    assert.equal(pin.level, true);
    pin.release();
    assert.equal(pin.volts, 0);
    pin.input("up");
    assert.equal(pin.volts, 3.3);
    pin.input("none");
    assert.equal(pin.volts, 0.1);
  });

  it("reports each change of the output once, with its time", () => {
    pin.output(1, 0);
    pin.output(1, 0);
    pass(5);
    pin.output(0.5, 1000);
    assert.deepEqual(reported, [
      { pin: 4, atMs: 0, level: true, duty: 1, hz: 0 },
      { pin: 4, atMs: 5, level: true, duty: 0.5, hz: 1000 },
    ]);
    assert.deepEqual(pin.changes, reported);
  });

  it("plays a recording from a CSV file, and shows its edges", () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-trace-"));
    try {
      const file = join(folder, "door.csv");
      writeFileSync(file, "seconds,volts\n0,0\n0.1,0\n0.1,3.3\n0.3,3.3\n0.4,0\n");
      pin.trace(file);
      const edges: [number, boolean][] = [];
      pin.onEdge((level) => edges.push([time.nowMs, level]));
      pass(1000);
      assert.deepEqual(edges, [
        [100, true],
        [350, false],
      ]);
      assert.throws(() => pin.trace(join(folder, "none.csv")), /none\.csv/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
