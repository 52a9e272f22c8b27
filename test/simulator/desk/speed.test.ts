import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { DeskEvent } from "../../../scripts/lib/desk/protocol";
import { programOf } from "../../scenarios/test-desk";
import { inFullOr } from "../../thorough";
import { EmbeddedBroker } from "../broker/embedded";
import { Pace, type WallClock } from "../pace";
import { SimulatedDesk } from "./simulated-desk";

/** A wall clock that stands while anything is done, and goes on when it is waited for: runs repeat. */
class Wall implements WallClock {
  nowMs = 0;
  watch: () => void = () => {};

  async sleep(ms: number): Promise<void> {
    this.nowMs += ms;
    await setImmediate();
    this.watch();
  }
}

describe("time on a desk", function () {
  this.timeout(180_000);
  let wall: Wall;
  let desk: SimulatedDesk;
  let events: DeskEvent[];

  beforeEach(async () => {
    wall = new Wall();
    const broker = new EmbeddedBroker(0, undefined, 100);
    await broker.start();
    desk = new SimulatedDesk({ ...(await programOf("greenhouse")), broker, pace: new Pace(1, wall) });
    events = [];
    desk.onEvent((event) => events.push(event));
    desk.start();
  });

  afterEach(() => desk.close());

  /** Waits so long by the wall clock. @returns how much of the board's time passed in it */
  async function waited(ms: number): Promise<number> {
    const [endMs, fromMs] = [wall.nowMs + ms, desk.nowMs];
    await new Promise<void>((done) => (wall.watch = () => void (wall.nowMs >= endMs && done())));
    return desk.nowMs - fromMs;
  }

  it("goes as fast as it is told to, changes while it runs, and stands still", async () => {
    for (const times of [1, 10, 60, 600, 0, 1]) {
      await desk.perform({ do: "speed", times });
      const passedMs = await waited(2_000);
      const isNear = Math.abs(passedMs - 2_000 * times) <= 20 + 20 * times;
      assert.ok(isNear, `${passedMs} ms in 2 s at ${times} times`);
    }
    assert.deepEqual(
      events.flatMap((event) => (event.type === "speed" ? [event.times] : [])),
      [1, 10, 60, 600, 0, 1],
    );
  });

  it("is told a few times a second of the wall clock, whatever its speed", async () => {
    await desk.perform({ do: "speed", times: 600 });
    const from = events.length;
    await waited(3_000);
    const soil = events.slice(from).filter((event) => event.type === "input" && event.id === "soil");
    assert.ok(soil.length >= 9 && soil.length <= 15, `${soil.length} in 3 s`);
  });

  it("jumps to the next thing that happens, and goes on as before", async () => {
    // Between two readings.
    await waited(10_500);
    await desk.perform({ do: "speed", times: 0 });
    const beforeMs = desk.nowMs;
    const from = events.length;
    await desk.perform({ do: "next" });
    const happened = events.slice(from).find(({ type }) => ["message", "console", "pin", "part"].includes(type));
    assert.ok(happened !== undefined && happened.atMs > beforeMs && happened.atMs < beforeMs + 5_500);
    const atMs = desk.nowMs;
    await waited(1_000);
    assert.equal(desk.nowMs, atMs);
  });

  it("says where nothing happens for long", async () => {
    await desk.perform({ do: "fault", fault: "power-cut", isOn: true });
    for (const { id, kind } of desk.board.inputs) if (kind !== "part") await desk.perform({ do: "hold", input: id });
    await assert.rejects(desk.perform({ do: "next" }), /nothing happens by itself for long/);
  });
});

describe("a desk for a long time", function () {
  this.timeout(180_000);

  it("keeps no more after hours than after one", async () => {
    const broker = new EmbeddedBroker(0, undefined, 100);
    await broker.start();
    const desk = new SimulatedDesk({ ...(await programOf("greenhouse")), broker, pace: new Pace(Infinity) });
    let events = 0;
    desk.onEvent(() => events++);
    desk.switchOn();
    const kept = (): number[] => [
      broker.messages.length,
      desk.simulated.console.length,
      Math.max(...desk.simulated.pins.map(({ changes }) => changes.length)),
      desk.standing().length,
    ];
    await desk.passTo(3_600_000);
    for (let minute = 0; minute < 60; minute++) {
      await desk.perform({ do: "command", actuator: "pump", payload: "TOGGLE" });
      await desk.passTo(desk.nowMs + 60_000);
    }
    const after = kept();
    const eventsBefore = events;
    await desk.passTo(inFullOr(24, 4) * 3_600_000);
    assert.ok(events > eventsBefore + 2_000);
    for (const [i, count] of kept().entries()) assert.ok(count <= Math.max(200, after[i]), `${i}: ${count}`);
    await desk.close();
  });
});
