import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import type { DeskNews } from "../../../../scripts/lib/desk/protocol";
import { Recent } from "../../../../scripts/lib/page/recent";
import { tellPage } from "../../../../scripts/lib/page/stream";
import { DeskToShow } from "./desk-to-show";

/** Who reads as slowly as a test wants. */
class Reader extends EventEmitter {
  readonly news: DeskNews[] = [];
  isSlow = false;

  write(text: string): boolean {
    this.news.push(JSON.parse(text.replace(/^data: /, "")) as DeskNews);
    return !this.isSlow;
  }

  end(): void {}
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

describe("what a page is told", function () {
  this.timeout(20_000);

  let desk: DeskToShow;
  let recent: Recent;
  let reader: Reader;
  let end: () => void;

  beforeEach(() => {
    desk = new DeskToShow();
    recent = new Recent(desk);
    reader = new Reader();
    end = tellPage(reader as unknown as ServerResponse, [{ desk, recent }]);
  });
  afterEach(() => {
    end();
    recent.end();
    assert.ok(!desk.isHeard);
  });

  it("is collected for a moment, and told at once", async () => {
    for (let i = 0; i < 50; i++) desk.read("soil", `${i}`);
    assert.equal(reader.news.length, 1);
    await passed(300);
    const told = reader.news.slice(1).filter((news) => news.news === "events" && news.events.length > 0);
    assert.equal(told.length, 1);
    assert.ok(told[0].news === "events" && told[0].events.length === 50);
  });

  it("to who reads slowly nothing is sent until the rest is read, and little waits meanwhile", async () => {
    reader.isSlow = true;
    desk.read("soil", "first");
    await passed(300);
    const { length } = reader.news;
    for (let i = 0; i < 100_000; i++) desk.read("soil", `${i}`);
    await passed(500);
    assert.equal(reader.news.length, length);
    reader.isSlow = false;
    reader.emit("drain");
    await passed(300);
    const told = reader.news[length];
    assert.ok(told.news === "events");
    assert.ok(told.events.length <= 400);
    assert.equal(told.events.length + told.skipped, 100_000);
    const last = told.events.at(-1);
    assert.ok(last?.type === "message" && last.payload === "99999");
  });

  it("texts from elsewhere are of a bounded length, and hide nothing", async () => {
    const foreign = { retain: false, qos: 0, about: "other", id: "" } as const;
    desk.happen({ type: "message", topic: "a\u202eb", payload: "\x1b[2Jgone", ...foreign });
    desk.happen({ type: "message", topic: "big", payload: "x".repeat(1_000_000), ...foreign });
    desk.happen({ type: "console", line: "\x9b31m" });
    for (let i = 0; i < 200 && reader.news.length === 1; i++) await passed(50);
    const [, told] = reader.news;
    assert.ok(told.news === "events");
    const shown = told.events.map((event) =>
      event.type === "message" ? [event.topic, event.payload] : event.type === "console" ? [event.line] : [],
    );
    assert.deepEqual([shown[0], shown[2]], [["a\\u202eb", "\\x1b[2Jgone"], ["\\x9b31m"]]);
    assert.ok(shown[1][1].length < 5_000);
    assert.deepEqual(recent.events, told.events);
  });

  it("the time is told each second, though nothing happens", async () => {
    desk.nowMs = 7_000;
    for (let i = 0; i < 200 && reader.news.length === 1; i++) await passed(50);
    assert.ok(reader.news.some((news) => news.news === "events" && news.nowMs === 7_000));
  });

  it("what happened before is kept, the newest of it", () => {
    for (let i = 0; i < 100_000; i++) {
      desk.read("soil", `${i}`);
      if (i % 1_000 === 0) desk.happen({ type: "console", line: `line ${i}` });
    }
    const { events } = recent;
    assert.equal(events.filter(({ type }) => type === "message").length, 2_000);
    assert.equal(events.filter(({ type }) => type === "console").length, 100);
    const last = events.at(-1);
    assert.ok(last?.type === "message" && last.payload === "99999");
  });
});
