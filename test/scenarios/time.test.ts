import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TimeServer } from "../simulator/network/time-server";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const BOARD = {
  name: "clocked",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  time: { server: "pool.ntp.org" },
  actuators: [{ id: "lamp", type: "switch", pin: "D25" }],
};
/** 3 February 2027, 04:05:06 UTC. */
const START = 1_801_627_506;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describeOnEngines("a node that knows the time", function () {
  this.timeout(120_000);
  let folder: string;
  let node: SimulatedNode;
  let server: TimeServer;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-time-"));
    writeFileSync(join(folder, "clocked.json"), JSON.stringify(BOARD));
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    node = await SimulatedNode.boot(join(folder, "clocked.json"));
    server = new TimeServer(START);
    node.network.datagramServers.set("pool.ntp.org:123", server);
    await node.untilOnline(15_000);
  });
  afterEach(() => node.close());

  /** Has the node report, by a command that it refuses. */
  async function reportedTime(): Promise<number | undefined> {
    await node.command("lamp", "PERHAPS");
    const { time } = node.diagnostics;
    return time as number | undefined;
  }
  const now = (): number => START + node.board.nowMs / 1000;

  it("tells it in each report, once it has asked", async () => {
    assert.equal(await reportedTime(), undefined);
    await node.board.run(20_000);
    for (const hours of inFullOr([0, 5, 40], [0, 5])) {
      await node.board.run(hours * HOUR);
      const told = (await reportedTime()) ?? NaN;
      assert.ok(Math.abs(told - now()) <= 3, `${told}, and it is ${now()}`);
    }
    assert.deepEqual(node.board.uncaught, []);
  });

  it("asks once a day, each time another question", async () => {
    const days = inFullOr(2, 1);
    await node.board.run((24 * days + 2) * HOUR);
    assert.equal(server.asked.length, days + 1);
    assert.equal(new Set(server.asked).size, days + 1);
    assert.ok(server.asked.every((question) => question.length === 48 && question.startsWith("\x23\0")));
  });

  it("asks every five minutes until it is told, and believes no server that does not know", async () => {
    server.isAnswering = false;
    await node.board.run(HOUR);
    assert.ok(server.asked.length >= 11 && server.asked.length <= 13, `asked ${server.asked.length} times`);
    server.isAnswering = true;
    server.isSynchronized = false;
    await node.board.run(10 * MINUTE);
    assert.equal(await reportedTime(), undefined);
    server.isSynchronized = true;
    await node.board.run(6 * MINUTE);
    assert.ok(Math.abs(((await reportedTime()) ?? NaN) - now()) <= 3);
  });

  it("keeps it while Wi-Fi and broker are gone", async () => {
    await node.board.run(MINUTE);
    node.board.accessPoint.up = false;
    await node.board.run(inFullOr(30, 3) * HOUR);
    node.board.accessPoint.up = true;
    await node.untilOnline(3 * MINUTE);
    assert.ok(Math.abs(((await reportedTime()) ?? NaN) - now()) <= 3);
    assert.deepEqual(node.board.uncaught, []);
  });
});
