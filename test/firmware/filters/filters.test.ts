import assert from "node:assert/strict";
import type { Clock, Timer } from "../../../firmware/engine/engine";
import { debounce } from "../../../firmware/filters/debounce";
import { heartbeat } from "../../../firmware/filters/heartbeat";
import { throttle } from "../../../firmware/filters/throttle";
import { VirtualTime } from "../../simulator/virtual-time";
import { passed, VECTORS } from "./vectors";

describe("filters", () => {
  for (const vector of VECTORS) {
    it(vector.name, () => {
      const out = passed(vector);
      assert.deepEqual(
        out.map((value) => Math.round(value * 1e9) / 1e9),
        vector.out,
      );
    });
  }
});

describe("filters that go by the clock", () => {
  let time: VirtualTime;
  let out: [number, number][];
  const clock: Clock = {
    nowMs: () => time.nowMs,
    every: (periodMs, run) => {
      const again = (): void => {
        time.after(periodMs, again);
        run();
      };
      time.after(periodMs, again);
    },
  };
  const pass = (value: number): void => void out.push([time.nowMs, value]);

  beforeEach(() => {
    time = new VirtualTime();
    out = [];
  });

  /** Puts readings into a filter, each at its time in ms, and goes on to the end. */
  function feed(filter: (value: number) => void, readings: [number, number][], endMs: number): void {
    for (const [atMs, value] of readings) time.after(atMs, () => filter(value));
    while (time.nextEventUs <= endMs * 1000) {
      time.moveTo(time.nextEventUs);
      time.runDue();
    }
  }

  it("throttle lets the first reading through, and then none before its time", () => {
    const filter = throttle(clock, 1000);
    const through = (value: number): void => {
      const passed = filter(value);
      if (passed !== undefined) pass(passed);
    };
    feed(
      through,
      [
        [5, 1],
        [400, 2],
        [800, 3],
        [1004, 4],
        [1500, 5],
        [2600, 6],
      ],
      5000,
    );
    assert.deepEqual(out, [
      [5, 1],
      [1004, 4],
      [2600, 6],
    ]);
  });

  it("throttle lets NaN through, and the reading after it as if it had not been", () => {
    const filter = throttle(clock, 1000);
    assert.ok(Number.isNaN(filter(NaN)));
    assert.equal(filter(1), 1);
    assert.ok(Number.isNaN(filter(NaN)));
    assert.equal(filter(2), undefined);
  });

  it("heartbeat repeats the last reading on its period, and nothing before there was one", () => {
    feed(
      heartbeat(clock, 1000, false, pass),
      [
        [1500, 1],
        [1600, 2],
        [3500, NaN],
      ],
      4500,
    );
    assert.deepEqual(out, [
      [2000, 2],
      [3000, 2],
      [4000, NaN],
    ]);
  });

  it("an optimistic heartbeat lets readings through as they come, too", () => {
    feed(heartbeat(clock, 1000, true, pass), [[1500, 1]], 2500);
    assert.deepEqual(out, [
      [1500, 1],
      [2000, 1],
    ]);
  });

  it("debounce lets a reading through when it has been quiet for long enough, with one timer at a time", () => {
    let running = 0;
    let most = 0;
    const counted: Timer = {
      after: (delayMs, run) => {
        most = Math.max(most, ++running);
        time.after(delayMs, () => {
          running--;
          run();
        });
      },
    };
    feed(
      debounce(clock, counted, 100, pass),
      [
        [0, 1],
        [60, 2],
        [90, 3],
        [300, 4],
        [800, NaN],
      ],
      2000,
    );
    assert.deepEqual(out, [
      [190, 3],
      [400, 4],
      [900, NaN],
    ]);
    assert.equal(most, 1);
  });

  it("debounce starts anew when its timer was lost", () => {
    let isLost = true;
    const losing: Timer = { after: (delayMs, run) => void time.after(delayMs, () => (isLost ? undefined : run())) };
    const filter = debounce(clock, losing, 100, pass);
    feed(filter, [[0, 1]], 1000);
    isLost = false;
    feed(filter, [[40_000, 2]], 50_000);
    assert.deepEqual(
      out.map(([, value]) => value),
      [2],
    );
  });
});
