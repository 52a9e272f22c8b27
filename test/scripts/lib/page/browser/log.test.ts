import assert from "node:assert/strict";
import { Log, type LogKind } from "../../../../../scripts/lib/page/browser/log";

const ALL = new Set<LogKind>(["console", "in", "out", "report", "pin", "fault"]);

describe("the stream of what happens", () => {
  it("keeps the newest 5000 at most, and counts what it has not", () => {
    const log = new Log();
    for (let i = 0; i < 50_000; i++) log.add({ atMs: i, kind: "out", text: `${i}` });
    assert.ok(log.entries.length > 3_900 && log.entries.length <= 5_000);
    assert.equal(log.entries.length + log.gone, 50_000);
    assert.equal(log.entries.at(-1)?.text, "49999");
  });

  it("shows the newest of the kinds and words that are asked for, oldest first", () => {
    const log = new Log();
    log.add({ atMs: 0, kind: "console", text: "online" });
    log.add({ atMs: 1, kind: "out", topic: "home/x/Soil/state", text: "55.3" });
    log.add({ atMs: 2, kind: "pin", text: "D25 low" });
    log.add({ atMs: 3, kind: "out", topic: "home/x/soil/state", text: "55.4" });
    const texts = (kinds: ReadonlySet<LogKind>, words: string, most = 100): string[] =>
      log.newest(kinds, words, most).map(({ text }) => text);
    assert.deepEqual(texts(ALL, ""), ["online", "55.3", "D25 low", "55.4"]);
    assert.deepEqual(texts(ALL, "", 2), ["D25 low", "55.4"]);
    assert.deepEqual(texts(ALL, " SOIL/state 55 "), ["55.3", "55.4"]);
    assert.deepEqual(texts(new Set<LogKind>(["pin", "console"]), ""), ["online", "D25 low"]);
    assert.deepEqual(texts(new Set(), ""), []);
  });

  it("shows what there was when it was paused", () => {
    const log = new Log();
    log.add({ atMs: 0, kind: "pin", text: "before" });
    const paused = [...log.entries];
    log.add({ atMs: 1, kind: "pin", text: "behind" });
    assert.deepEqual(
      log.newest(ALL, "", 10, paused).map(({ text }) => text),
      ["before"],
    );
  });
});
