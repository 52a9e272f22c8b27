import assert from "node:assert/strict";
import {
  countByChip,
  countDebounced,
  countEdges,
  countLevels,
  pulseRate,
  pulseTotal,
} from "../../../firmware/sensors/pulse-counter";
import { EdgeLine } from "./edge-line";

const OPTIONS = {
  pin: 27,
  pull: "up",
  activeLow: true,
  debounceMs: 5,
} as const;

describe("counting pulses", () => {
  let line: EdgeLine;

  beforeEach(() => {
    line = new EdgeLine();
  });

  it("counts each edge at which a pulse begins, where nothing is debounced", () => {
    for (const activeLow of [true, false]) {
      const pulses = countEdges(line, { ...OPTIONS, activeLow });
      assert.deepEqual(line.asked, [27, "up", activeLow ? "falling" : "rising"]);
      for (const at of [1, 2, 2.001]) line.pulse(!activeLow, at, 0.0001);
      assert.deepEqual([pulses.count, pulses.last], [3, 2.001]);
    }
  });

  it("counts a pulse that bounces at both of its edges once", () => {
    const pulses = countDebounced(line, OPTIONS);
    for (let at = 1; at < 4; at++) {
      line.pulse(false, at, 0.0004);
      line.pulse(false, at + 0.0009, 0.0002);
      line.pulse(false, at + 0.002, 0.03);
      line.pulse(false, at + 0.0325, 0.0003);
    }
    assert.equal(pulses.count, 3);
    assert.equal(pulses.last, 3.002);
  });

  it("counts no glitch, and takes no glitch in a pulse for its end", () => {
    const pulses = countDebounced(line, OPTIONS);
    for (let at = 1; at < 2; at += 0.02) line.pulse(false, at, 0.001);
    assert.equal(pulses.count, 0);
    line.edge(false, 3);
    line.pulse(true, 3.02, 0.0001);
    line.edge(true, 3.04);
    assert.equal(pulses.count, 1);
  });

  it("counts nothing for an edge that came as the level that was there", () => {
    const pulses = countDebounced(line, OPTIONS);
    line.edge(true, 1);
    line.edge(true, 2);
    line.pulse(false, 3, 0.03);
    line.edge(true, 4);
    assert.equal(pulses.count, 1);
  });

  it("does not count a pulse that had begun before it was watched", () => {
    const pulses = countDebounced(line, OPTIONS);
    line.edge(true, 1);
    line.edge(false, 2);
    assert.equal(pulses.count, 0);
  });

  it("counts on when somebody set the clock back", () => {
    const pulses = countDebounced(line, OPTIONS);
    line.pulse(false, 5000, 0.03);
    line.edge(false, 5001);
    line.edge(true, 1000);
    for (let at = 1001; at < 1004; at++) line.pulse(false, at, 0.03);
    assert.equal(pulses.count, 5);
  });
});

describe("counting pulses where the chip counts them", () => {
  it("takes over how many came, and when the last did", () => {
    for (const activeLow of [true, false]) {
      let asked: unknown[] = [];
      let counted: (edges: number, atMs: number) => void = () => {};
      const pulses = countByChip(
        { count: (pin, pull, edge, told) => ((asked = [pin, pull, edge]), (counted = told)) },
        { ...OPTIONS, activeLow },
      );
      assert.deepEqual(asked, [27, "up", activeLow ? "falling" : "rising"]);
      counted(1, 1_000);
      counted(30_000, 2_000);
      assert.deepEqual([pulses.count, pulses.last, pulses.unitMs], [30_001, 2_000, 1]);
      for (let i = 0; i < 33; i++) counted(30_000, 3_000);
      assert.deepEqual([pulses.carried, pulses.count], [1, 20_001]);
    }
  });

  it("measures the rate over them", () => {
    let nowMs = 0;
    let counted: (edges: number, atMs: number) => void = () => {};
    const clock = { nowMs: () => nowMs, every: () => {} };
    const pulses = countByChip({ count: (_pin, _pull, _edge, told) => (counted = told) }, OPTIONS);
    const rate = pulseRate(clock, pulses, 3600, 300_000);
    counted(1, 1_000);
    nowMs = 2_000;
    assert.ok(Number.isNaN(rate.sample()));
    counted(12, 7_000);
    counted(8, 11_000);
    nowMs = 12_000;
    assert.equal(rate.sample(), 7200);
  });
});

describe("counting pulses by levels that stood", () => {
  it("counts each level of a pulse, at the moment that it is told", () => {
    let nowMs = 1_000;
    let asked: unknown[] = [];
    let changed: (high: boolean) => void = () => {};
    const inputs = {
      input: () => {},
      read: () => true,
      watch: (pin: number, pull: string, debounceMs: number, told: (high: boolean) => void) => {
        asked = [pin, pull, debounceMs];
        changed = told;
      },
    };
    const pulses = countLevels(inputs, { nowMs: () => nowMs, every: () => {} }, OPTIONS);
    assert.deepEqual(asked, [27, "up", 5]);
    for (const high of [false, true, false, true]) {
      changed(high);
      nowMs += 100;
    }
    assert.deepEqual([pulses.count, pulses.last, pulses.unitMs], [2, 1_200, 1]);
  });
});

describe("a pulse counter", () => {
  let nowMs: number;
  let line: EdgeLine;
  let pulses: ReturnType<typeof countDebounced>;
  let read: () => number[];

  /** @param offset between the engine's seconds and its steady clock */
  const pulseAt = (ms: number, offset = 0): void => line.pulse(false, ms / 1000 + offset, 0.03);
  const readAt = (ms: number): number[] => {
    nowMs = ms;
    return read();
  };

  beforeEach(() => {
    nowMs = 0;
    line = new EdgeLine();
    pulses = countDebounced(line, OPTIONS);
    const rate = pulseRate({ nowMs: () => nowMs, every: () => {} }, pulses, 3600, 300_000);
    const total = pulseTotal(pulses, 1000);
    read = () => [rate.sample(), total.sample()];
  });

  it("measures the rate between pulses: one in 18 s is 200 of 3,600 at whatever moment it is read", () => {
    pulseAt(5_000);
    assert.deepEqual(readAt(10_000), [NaN, 0.001]);
    assert.deepEqual(readAt(20_000), [NaN, 0.001]);
    pulseAt(23_000);
    assert.deepEqual(readAt(30_000), [200, 0.002]);
    assert.deepEqual(readAt(40_000), [200, 0.002]);
    pulseAt(41_000);
    assert.deepEqual(readAt(50_000), [200, 0.003]);
  });

  it("measures over all pulses since the last reading", () => {
    pulseAt(1_000);
    readAt(2_000);
    for (let ms = 1_500; ms <= 11_000; ms += 500) pulseAt(ms);
    assert.deepEqual(readAt(12_000), [7200, 0.021]);
  });

  it("falls as fast as the absence of pulses shows, and is 0 after a while", () => {
    for (const ms of [1_000, 2_000]) {
      pulseAt(ms);
      readAt(ms + 100);
    }
    assert.equal(readAt(2_600)[0], 3600);
    assert.equal(readAt(12_100)[0], 360);
    assert.equal(readAt(102_100)[0], 36);
    assert.equal(readAt(302_100)[0], 0);
    pulseAt(400_000);
    readAt(400_100);
    pulseAt(401_000);
    assert.equal(readAt(401_100)[0], 3600);
  });

  it("knows no rate before there was a pulse, until it is sure that there is none", () => {
    assert.deepEqual(readAt(299_999), [NaN, 0]);
    assert.deepEqual(readAt(300_000), [0, 0]);
  });

  it("keeps its rate while somebody sets the clock, forward or back", () => {
    for (const ms of [1_000, 2_000]) {
      pulseAt(ms);
      readAt(ms + 100);
    }
    for (const [ms, offset] of [
      [3_000, 1e9],
      [4_000, 1e9],
      [5_000, 5],
      [6_000, 5],
    ]) {
      pulseAt(ms, offset);
      assert.equal(readAt(ms + 100)[0], 3600);
    }
    assert.equal(readAt(6_200)[1], 0.006);
  });

  it("loses no pulse of millions", () => {
    pulses.carried = 1;
    pulses.count = 999_000;
    for (let i = 0; i < 1_003; i++) {
      line.pulse(false, i, 0.03);
      if (i % 300 === 0) readAt(i * 1000);
    }
    assert.equal(readAt(1_003_000)[1], 2000.003);
  });
});
