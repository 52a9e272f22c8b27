import assert from "node:assert/strict";
import { duration, reportFacts, reportWords } from "../../../../scripts/lib/desk/report-words";

const ONLINE = {
  event: "online",
  uptime: 3,
  connects: 1,
  dropped: 0,
  refused: 0,
  ignored: 0,
  missing: 0,
  oversized: 0,
  errors: 0,
  version: "0.1.0+812fe9d9",
  freeMemory: 21_000,
  signalStrength: -55,
};

function report(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...ONLINE, ...changes });
}

describe("the words of a report", () => {
  it("the first one says what there is, and nothing of what is 0", () => {
    assert.deepEqual(reportWords(report()), [
      "It is online.",
      "Its program is 0.1.0+812fe9d9.",
      "21000 bytes of memory are free.",
      "The signal is -55 dBm.",
    ]);
  });

  it("a later one says only what changed", () => {
    const later = report({ event: "command refused", id: "pump", uptime: 4, refused: 1, freeMemory: 20_500 });
    assert.deepEqual(reportWords(later, report()), ["A command to pump was refused: it is none that pump knows."]);
  });

  it("what one second brought besides its last event is counted", () => {
    const later = report({ event: "no reading", id: "soil", uptime: 9, refused: 5, missing: 2 });
    assert.deepEqual(reportWords(later, report({ refused: 1 })), [
      "soil has no reading.",
      "4 commands were refused, 5 since it started.",
      "2 readings are missing.",
    ]);
  });

  it("a board that has started counts from 0 again", () => {
    const later = report({ event: "command refused", id: "pump", uptime: 2, refused: 2 });
    assert.deepEqual(reportWords(later, report({ uptime: 900, refused: 7 })), [
      "It has started anew.",
      "A command to pump was refused: it is none that pump knows.",
      "2 commands were refused.",
    ]);
  });

  it("a connection that was lost is told with its reason, once", () => {
    const lost = report({ connects: 2, lost: "broker did not answer" });
    assert.deepEqual(reportWords(lost, report()), [
      "It is online again, for the 2nd time.",
      "The connection before ended: broker did not answer.",
    ]);
    assert.deepEqual(reportWords(report({ event: "error", errors: 1, lost: "broker did not answer" }), lost), [
      "An exception was caught in its program.",
    ]);
  });

  it("memory and signal are told where they differ by more than they waver", () => {
    assert.deepEqual(reportWords(report({ freeMemory: 10_000, signalStrength: -70 }), report()).slice(1), [
      "10000 bytes of memory are free.",
      "The signal is -70 dBm.",
    ]);
  });

  it("an event that nobody knows here is told as it is called", () => {
    assert.equal(reportWords(report({ event: "roof open", id: "roof" }), report())[0], "roof open (roof).");
  });

  it("what is no report is shown", () => {
    for (const text of ["", "[]", "7", "{", '"online"', "null"]) {
      assert.deepEqual(reportWords(text, report()), [`It is no report that a board of this kind writes: ${text}`]);
      assert.equal(reportWords(report(), text).length, 4);
    }
  });

  it("its facts leave out what is 0", () => {
    assert.deepEqual(reportFacts(report({ uptime: 7_500, refused: 2 })), [
      { name: "up for", value: "2 h 5 min" },
      { name: "times online", value: "1" },
      { name: "refused", value: "2" },
      { name: "free memory", value: "21000 bytes" },
      { name: "signal", value: "-55 dBm" },
      { name: "program", value: "0.1.0+812fe9d9" },
    ]);
  });

  it("a duration is said in its two largest units", () => {
    assert.deepEqual([0, 59.6, 200, 3_600, 90_000].map(duration), ["0 s", "1 min", "3 min 20 s", "1 h", "1 d 1 h"]);
  });
});
