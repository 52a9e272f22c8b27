import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard } from "../../scripts/lib/board/load";
import { boardFile } from "../scenarios/board-file";
import { measureWakes, NeverAsleep, type MeasuredWakes } from "./wakes";

const root = resolve(__dirname, "../..");

describe("what a board that sleeps does in its wakes, by its own program", function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-wakes-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function measure(changes: object): Promise<MeasuredWakes> {
    const path = boardFile("meadow", {
      sleep: { everySeconds: 600 },
      sensors: [{ id: "soil", type: "analog", pin: "D34", qos: 1 }],
      ...changes,
    });
    const { board } = loadBoard(path, { environment: {} });
    const { bundlePath, secrets } = await buildBoard(board, root, folder);
    return measureWakes(board, bundlePath, secrets);
  }
  const lengths = (phases: MeasuredWakes["connecting"]): Record<string, number> =>
    Object.fromEntries(phases.map(({ name, ms }) => [name, ms]));

  it("is measured by what it is at", async () => {
    const { connecting, quiet, bytesAWake } = await measure({});
    const { "joins Wi-Fi": joins, connects, delivers, listens } = lengths(connecting);
    assert.equal(joins, 2_000);
    assert.ok(connects > 0 && connects < 500, `${connects} ms to connect`);
    assert.ok(delivers > 0 && delivers < 2_000, `${delivers} ms to deliver`);
    assert.equal(listens, 2_000);
    assert.ok(connecting.every(({ radio }) => radio));
    assert.equal(quiet, undefined);
    assert.equal(bytesAWake, 0);
  });

  it("cannot be measured where its own program never lets it sleep", async () => {
    const { board } = loadBoard(boardFile("meadow", { sleep: { everySeconds: 600 } }), { environment: {} });
    const awake = join(folder, "awake.js");
    writeFileSync(awake, 'print("for ever awake");');
    await assert.rejects(
      measureWakes(board, awake, ""),
      (error) => error instanceof NeverAsleep && error.console.includes("for ever awake"),
    );
  });

  it("listens as long as its file says", async () => {
    const { connecting } = await measure({ sleep: { everySeconds: 600, listenSeconds: 20 } });
    assert.equal(lengths(connecting).listens, 20_000);
  });

  it("counts what each boot writes to flash memory", async () => {
    const { bytesAWake, freeBytes } = await measure({ diagnostics: ["bootCount"] });
    assert.ok(bytesAWake >= 32 && bytesAWake < 200, `${bytesAWake} bytes`);
    assert.ok(freeBytes > 500_000 && freeBytes < 917_504);
  });
});
