import assert from "node:assert/strict";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import { keepCount, reportLostPulses } from "../../../../firmware/app/readings/pulses";
import type { Engine, Storage } from "../../../../firmware/engine/engine";
import type { Client } from "../../../../firmware/mqtt/record";

const MINUTE = 60_000;

describe("the count of a pulse counter", () => {
  let files: Map<string, string>;
  let writes: number;
  let isFull: boolean;
  let every: { ms: number; run: () => void } | undefined;
  let node: Node;
  const storage: Storage = {
    read: (name) => files.get(name),
    view: (name) => files.get(name),
    write: (name, bytes) => {
      writes++;
      if (isFull) return false;
      files.set(name, bytes);
      return true;
    },
  };
  /** Boots: what was counted before is there, or not. */
  const boot = (): { count: number; carried: number } => {
    const count = { count: 0, carried: 0 };
    keepCount(node, storage, "total.mains", "mains", count, 60 * MINUTE);
    return count;
  };

  beforeEach(() => {
    files = new Map();
    writes = 0;
    isFull = false;
    node = {
      engine: { clock: { every: (ms: number, run: () => void) => (every = { ms, run }) } } as unknown as Engine,
      diagnostics: createDiagnostics({ shortBytes: 0 } as Client, "d"),
    } as Node;
  });

  it("begins at 0, and goes on after a reboot from where it was saved", () => {
    const count = boot();
    assert.deepEqual(count, { count: 0, carried: 0 });
    assert.equal(every?.ms, 60 * MINUTE);
    count.count = 123_456;
    count.carried = 7;
    every?.run();
    assert.deepEqual(boot(), { count: 123_456, carried: 7 });
  });

  it("is written only where it changed", () => {
    const count = boot();
    every?.run();
    assert.equal(writes, 0);
    count.count = 1;
    every?.run();
    every?.run();
    assert.equal(writes, 1);
    boot();
    every?.run();
    assert.equal(writes, 1);
  });

  it("is what was saved before where the power went in the middle of a saving", () => {
    const count = boot();
    for (count.count = 10; count.count <= 30; count.count += 10) every?.run();
    const newest = [...files].find(([, text]) => text.endsWith(" 30"));
    assert.ok(newest !== undefined);
    files.set(newest[0], newest[1].slice(0, -1));
    assert.deepEqual(boot(), { count: 20, carried: 0 });
  });

  it("says that it could not be saved, and tries again", () => {
    const count = boot();
    count.count = 5;
    isFull = true;
    every?.run();
    assert.deepEqual([node.diagnostics.event, node.diagnostics.id], ["total not stored", "mains"]);
    isFull = false;
    every?.run();
    assert.deepEqual(boot(), { count: 5, carried: 0 });
  });
});

describe("edges that the engine lost", () => {
  it("are counted and reported: the total is too small from then on", () => {
    const node = { diagnostics: createDiagnostics({ shortBytes: 0 } as Client, "d") } as Node;
    let lose: () => void = () => {};
    reportLostPulses(node, (lost) => (lose = lost));
    lose();
    lose();
    assert.deepEqual([node.diagnostics.event, node.diagnostics.missing], ["pulses lost", 2]);
    assert.ok(node.diagnostics.isDue);
  });
});
