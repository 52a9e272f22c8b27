import assert from "node:assert/strict";
import { VirtualTime } from "../virtual-time";
import { LivePace, type Clock } from "./live-pace";

/** A clock that goes on when the test says so. */
class Hand implements Clock {
  nowMs = 5_000;
  #timers: { atMs: number; happen: () => void }[] = [];

  after(ms: number, happen: () => void): { cancel(): void } {
    const timer = { atMs: this.nowMs + ms, happen };
    this.#timers.push(timer);
    return { cancel: () => void (this.#timers = this.#timers.filter((each) => each !== timer)) };
  }

  get sleepers(): number {
    return this.#timers.length;
  }

  pass(ms: number): void {
    this.nowMs += ms;
    for (const timer of [...this.#timers]) if (timer.atMs <= this.nowMs) timer.happen();
  }
}

describe("the pace of a board among many", () => {
  let clock: Hand;
  let time: VirtualTime;
  let pace: LivePace;

  beforeEach(() => {
    clock = new Hand();
    time = new VirtualTime();
    pace = new LivePace(clock);
  });

  it("sleeps until something is due, and looks for nothing in between", async () => {
    const passed = pace.passTo(60_000_000, time);
    assert.equal(clock.sleepers, 1);
    clock.pass(60_000);
    await passed;
    assert.equal(time.nowMs, 60_000);
  });

  it("is woken, and then shows the moment that it is", async () => {
    const passed = pace.passTo(60_000_000, time);
    clock.pass(1_234);
    pace.wake();
    await passed;
    assert.equal(time.nowMs, 1_234);
    assert.equal(clock.sleepers, 0);
    assert.equal(pace.worstLagMs, 0);
  });

  it("does not sleep over what came while the board was at work", async () => {
    pace.wake();
    await pace.passTo(60_000_000, time);
    assert.equal(time.nowMs, 0);
  });

  it("hears nothing while the engine is blocked", async () => {
    time.advance(10_000);
    const passed = pace.passTo(10_000_001, time);
    clock.pass(3_000);
    pace.wake();
    await Promise.resolve();
    assert.equal(clock.sleepers, 1);
    clock.pass(7_000);
    await passed;
    assert.ok(time.nowMs >= 10_000);
    assert.equal(pace.worstLagMs, 0);
  });

  it("tells how far the board was behind, though not for what came due while the engine was blocked", async () => {
    time.advance(2_000);
    clock.pass(2_040);
    await pace.passTo(1_000_000, time);
    assert.equal(pace.worstLagMs, 40);
    clock.pass(300);
    await pace.passTo(2_100_000, time);
    assert.equal(pace.worstLagMs, 240);
  });

  it("begins when it is told to", async () => {
    clock.pass(9_000);
    pace.begin();
    assert.equal(pace.nowMs, 0);
    await pace.passTo(0, time);
    assert.equal(pace.worstLagMs, 0);
  });
});
