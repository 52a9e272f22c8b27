import assert from "node:assert/strict";
import { SimulatedBoard } from "../board";
import type { EspruinoRelease } from "./release";

const network = {
  connect: () => ({ blockedMs: 1, failure: "refused" as const }),
  nextArrivalMs: () => Infinity,
  settle: async () => {},
};

/** What a program says while it boots. */
function said(release: EspruinoRelease, chip: "esp32" | "esp32c3" | "esp32s3", source: string): string[] {
  const board = new SimulatedBoard({ release, chip, source, network, bluetooth: false });
  board.boot();
  return [...board.console];
}

describe("the model's releases of Espruino", () => {
  it("say which they are, and a later one that it is a build after the release", () => {
    const source = "print(process.version,process.env.VERSION)";
    assert.deepEqual(said("2v29", "esp32", source), ["2v29 2v29"]);
    assert.deepEqual(said("later", "esp32", source), ["2v29.277 2v29.277"]);
  });

  it("tell of buffers and of the heap in process.memory() since 2v29 only", () => {
    const source = "var memory=process.memory(false);print(Object.keys(memory).join())";
    const first = "free,usage,total,history,blocksize";
    assert.deepEqual(said("2v29", "esp32", source), [first]);
    assert.deepEqual(said("later", "esp32", source), [`${first},rx,tx`]);
    const heap = `${source};print(memory.rx.used<memory.rx.total,memory.tx.largest_block<=memory.tx.free_heap)`;
    assert.deepEqual(said("later", "esp32s3", heap)[1], "true true");
  });

  it("have variables of the size that they are built with for each chip", () => {
    const source = "var memory=process.memory();print(memory.total,memory.blocksize)";
    for (const chip of ["esp32", "esp32s3"] as const) {
      for (const release of ["2v29", "later"] as const) assert.deepEqual(said(release, chip, source), ["4500 14"]);
    }
    assert.deepEqual(said("2v29", "esp32c3", source), ["4500 14"]);
    assert.deepEqual(said("later", "esp32c3", source), ["4000 13"]);
  });
});
