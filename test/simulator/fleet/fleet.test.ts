import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../../scripts/lib/build/build";
import { loadBoard } from "../../../scripts/lib/board/load";
import { itInFull } from "../../thorough";
import { makeBrokers } from "./brokers";
import { parseFaults } from "./faults";
import { Fleet } from "./fleet";
import { inLines, type FleetReport } from "./report";

const root = resolve(__dirname, "../../..");
const COUNT = 6;

/** As the command does it. */
async function run(kind: string, seconds: number, faults: string): Promise<FleetReport> {
  const folder = mkdtempSync(join(tmpdir(), "mote-fleet-"));
  const { board } = loadBoard(join(__dirname, "meter.json"), { environment: {} });
  const { brokers, close } = await makeBrokers([kind], board.broker);
  try {
    const urls = brokers.map(({ host, port }) => `mqtt://${host}:${port}`);
    const config = { ...board, broker: { ...board.broker, urls } };
    const { bundlePath, secrets } = await buildBoard(config, root, folder);
    const options = { count: COUNT, seconds, brokers, faults: parseFaults(faults, "the test"), tell: () => {} };
    const fleet = new Fleet({ config, bundle: bundlePath, secrets, ...options });
    try {
      return await fleet.run();
    } finally {
      await fleet.close();
    }
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
}

describe("a small fleet on a broker over TCP", function () {
  this.timeout(240_000);

  itInFull("comes online, comes back after the broker was killed, and loses nothing at QoS 1", async () => {
    const report = await run("aedes", 25, "kill:1@8,start:1@10,latency:50@20");
    // How fast that went is the machine's, and is not looked at.
    const [start, , again] = report.phases;
    assert.deepEqual([start?.away, start?.back, again?.away, again?.back], [COUNT, COUNT, COUNT, COUNT]);
    const acknowledged = report.readings.find(({ qos }) => qos === 1);
    assert.ok(acknowledged !== undefined && acknowledged.made >= COUNT);
    assert.equal(acknowledged.missing, 0);
    assert.deepEqual(report.retained, [
      { broker: "aedes", whileOnline: { wrong: 0, missing: 0 }, afterPowerCut: { wrong: 0, missing: 0 } },
    ]);
    // The one that was killed gives none; that of the end does.
    assert.deepEqual(report.wills, { due: 2 * COUNT, came: COUNT });
    assert.deepEqual([report.told.otherSessions, report.told.withoutReport, report.errors], [0, 0, []]);
    assert.ok(inLines(report).some((line) => line.startsWith("QoS 1")));
  });
});
