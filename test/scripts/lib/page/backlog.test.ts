import assert from "node:assert/strict";
import type { DeskEvent } from "../../../../scripts/lib/desk/protocol";
import { Backlog } from "../../../../scripts/lib/page/backlog";

function reading(atMs: number, id: string): DeskEvent {
  return {
    atMs,
    type: "message",
    topic: `home/x/${id}`,
    payload: `${atMs}`,
    retain: false,
    qos: 0,
    about: "reading",
    id,
  };
}

function taken(events: DeskEvent[]): { events: DeskEvent[]; skipped: number } {
  const backlog = new Backlog();
  events.forEach((event) => backlog.add(event));
  const all = backlog.take();
  assert.ok(backlog.isEmpty);
  assert.equal(all.events.length + all.skipped, events.length, "what is left out is counted");
  assert.deepEqual(
    all.events,
    events.filter((event) => all.events.includes(event)),
    "in the order in which it happened",
  );
  return all;
}

describe("what waits for a page", () => {
  it("is told whole, as it happened, while it is little", () => {
    const events = Array.from({ length: 400 }, (_, i) => reading(i, "soil"));
    assert.deepEqual(taken(events), { events, skipped: 0 });
  });

  it("is thinned evenly where there is much, and the last of each thing stays", () => {
    const events = Array.from({ length: 1_500 }, (_, i) => reading(i, `value-${i % 100}`));
    const { events: left } = taken(events);
    assert.equal(left.length, 400);
    for (let i = 0; i < 100; i++) {
      const own = left.filter((event) => event.type === "message" && event.id === `value-${i}`);
      assert.equal(own.length, 4);
      assert.equal(own.at(-1)?.atMs, 1_400 + i);
    }
  });

  it("stays small however much happens, and keeps what counts one by one", () => {
    const events: DeskEvent[] = [];
    for (let i = 0; i < 50_000; i++) {
      events.push(reading(i, "soil"), {
        atMs: i,
        type: "pin",
        pin: "D25",
        level: i % 2 > 0,
        duty: 0,
        hz: 0,
        skipped: 0,
      });
      if (i % 5_000 === 0) events.push({ atMs: i, type: "fault", fault: "wifi-away", isOn: i % 10_000 === 0 });
    }
    const { events: left } = taken(events);
    assert.ok(left.length <= 400);
    assert.equal(left.filter(({ type }) => type === "fault").length, 10);
  });

  it("stays small when somebody publishes on ever new topics, or the console never ends", () => {
    const events: DeskEvent[] = [{ atMs: 0, type: "fault", fault: "power-cut", isOn: true }, reading(0, "soil")];
    for (let i = 0; i < 10_000; i++) {
      const message = { type: "message", payload: "", retain: false, qos: 0, about: "other", id: "" } as const;
      events.push({ atMs: i, ...message, topic: `strange/${i}` }, { atMs: i, type: "console", line: `line ${i}` });
    }
    const { events: left } = taken(events);
    assert.ok(left.length <= 400, `${left.length}`);
    assert.deepEqual(left.slice(0, 2), events.slice(0, 2), "how the board stands is known still");
    assert.equal(left.at(-1)?.atMs, 9_999);
  });
});
