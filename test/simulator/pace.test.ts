import assert from "node:assert/strict";
import { Pace, type WallClock } from "./pace";
import { VirtualTime } from "./virtual-time";

/** A wall clock that goes on when it is waited for, and as much as something takes. */
class Wall implements WallClock {
  nowMs = 1_000;
  sleeps = 0;

  sleep(ms: number): Promise<void> {
    this.sleeps++;
    this.nowMs += ms;
    return Promise.resolve();
  }
}

describe("the pace of a board", () => {
  let wall: Wall;
  let time: VirtualTime;

  beforeEach(() => {
    wall = new Wall();
    time = new VirtualTime();
  });

  /** Lets the board do something every `stepMs` for as long. @param costMs What each takes of the wall's time */
  async function run(pace: Pace, ms: number, stepMs: number, costMs = 0): Promise<void> {
    const endUs = time.nowUs + ms * 1000;
    for (let nextUs = time.nowUs + stepMs * 1000; nextUs <= endUs; nextUs += stepMs * 1000) {
      while (time.nowUs < nextUs) await pace.passTo(nextUs, time);
      wall.nowMs += costMs;
    }
  }

  for (const speed of [1, 10, 60, 600]) {
    it(`goes ${speed} times as fast as the wall clock`, async () => {
      const startMs = wall.nowMs;
      await run(new Pace(speed, wall), 60_000, 100);
      assert.ok(Math.abs(wall.nowMs - startMs - 60_000 / speed) < 1, `${wall.nowMs - startMs}`);
    });
  }

  it("is at once where nobody asks for a speed", async () => {
    await new Pace(Infinity, wall).passTo(86_400e6, time);
    assert.equal(time.nowMs, 86_400_000);
    assert.equal(wall.sleeps, 0);
  });

  it("stands still at 0, and looks 100 times a second whether it still does", async () => {
    const pace = new Pace(0, wall);
    const startMs = wall.nowMs;
    for (let i = 0; i < 100; i++) await pace.passTo(1e6, time);
    assert.equal(time.nowMs, 0);
    assert.ok(Math.abs(wall.nowMs - startMs - 1_000) < 1);
  });

  it("changes while it runs, without a jump", async () => {
    const pace = new Pace(1, wall);
    await run(pace, 1_000, 100);
    pace.speed = 60;
    const startMs = wall.nowMs;
    await run(pace, 60_000, 100);
    pace.speed = 1;
    await run(pace, 1_000, 100);
    assert.ok(Math.abs(wall.nowMs - startMs - 2_000) < 2, `${wall.nowMs - startMs}`);
  });

  it("jumps as fast as it can, and lets the process do other things meanwhile", async () => {
    const pace = new Pace(1, wall);
    pace.isJumping = true;
    const startMs = wall.nowMs;
    await run(pace, 3_600_000, 1_000, 0.1);
    assert.equal(time.nowMs, 3_600_000);
    assert.ok(wall.nowMs - startMs < 400);
    assert.ok(wall.sleeps > 10);
  });

  it("says when it cannot keep up, with the speed that it reaches, and when it can again", async () => {
    const pace = new Pace(600, wall);
    const told: (number | undefined)[] = [];
    pace.onSlow = (times) => told.push(times);
    await run(pace, 3_600_000, 100, 0.5);
    assert.equal(told.length, 1);
    assert.ok(Math.abs((told[0] ?? 0) - 200) < 5, `${told[0]}`);
    await run(pace, 3_600_000, 100, 0);
    assert.deepEqual(told.slice(1), [undefined]);
  });

  it("does not race when it can keep up again: what it is behind by is dropped", async () => {
    const pace = new Pace(1, wall);
    await run(pace, 1_000, 100);
    wall.nowMs += 3_600_000;
    await run(pace, 1_000, 100);
    const startMs = wall.nowMs;
    await run(pace, 10_000, 100);
    assert.ok(wall.nowMs - startMs > 9_000, `${wall.nowMs - startMs}`);
  });
});
