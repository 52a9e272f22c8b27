import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../../../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../../../../scripts/lib/board/load";
import { HEAP_BYTES, heapBytes, heapWarnings } from "../../../../../scripts/lib/build/lua/heap";
import { SimulatedNode } from "../../../../scenarios/simulated-node";

const root = resolve(__dirname, "../../../../..");

describe("the heap that a program keeps on the ESP8266", function () {
  this.timeout(120_000);

  it("is what is left of it when it has run, with what it gave to the engine", () => {
    const nothing = heapBytes("local t = {} for i = 1, 1000 do t[i] = {} end") ?? NaN;
    assert.ok(Math.abs(nothing) < 1_000, `${nothing}`);
    const tables = heapBytes("kept = {} for i = 1, 1000 do kept[i] = {} end") ?? NaN;
    assert.ok(tables > 40_000 && tables < 80_000, `${tables}`);
    const alarm = (uses: string): number =>
      heapBytes(
        `local big = ("x"):rep(8000) tmr.create():alarm(1000, tmr.ALARM_AUTO, function() return ${uses} end)`,
      ) ?? NaN;
    assert.ok(alarm("big") - alarm("1") > 8_000);
  });

  it("is not known of a program that does not start without the chip", () => {
    assert.equal(heapBytes('error("no chip")'), undefined);
    assert.equal(heapBytes("no Lua"), undefined);
    assert.equal(heapBytes("while true do end"), undefined);
  });

  it("is warned of where it leaves the network little", () => {
    assert.deepEqual(heapWarnings(34_000), []);
    assert.deepEqual(heapWarnings(undefined), []);
    assert.match(heapWarnings(36_300).join(), /^warning: some 3700 bytes of the ESP8266's heap are left/);
  });

  it("is as much on the simulated chip, with a connection, or a tenth less", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-heap-"));
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard("nodemcu-esp8266", { environment });
    const { heapBytes: kept = NaN } = await buildBoard(board, root, folder);
    rmSync(folder, { recursive: true });
    const node = await SimulatedNode.online("nodemcu-esp8266");
    await node.board.run(61_000);
    const used = HEAP_BYTES - Number(node.payloads("memory/state").at(-1));
    await node.close();
    assert.ok(used > kept * 0.9 && used < kept, `${used} bytes used, ${kept} reckoned`);
  });
});
