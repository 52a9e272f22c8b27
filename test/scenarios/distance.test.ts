import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HcSr04 } from "../simulator/devices/hcsr04";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const BOARD = {
  name: "cistern",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  sensors: [
    { id: "level", type: "hcsr04", triggerPin: "D13", echoPin: "D34", periodSeconds: 10 },
    { id: "uptime", type: "uptime", periodSeconds: 10 },
  ],
};
const MINUTE = 60_000;

describeOnEngines("a distance meter", function () {
  this.timeout(60_000);
  let folder: string;
  let node: SimulatedNode;
  let meter: HcSr04;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-distance-"));
    writeFileSync(join(folder, "cistern.json"), JSON.stringify(BOARD));
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    node = await SimulatedNode.online(join(folder, "cistern.json"));
    meter = node.device(HcSr04, "level");
  });
  afterEach(() => node.close());

  it("publishes what the echo says", async () => {
    const { payload } = await node.untilNext("level/state", 11_000);
    assert.ok(Math.abs(Number(payload) - 120) < 1, payload);
    meter.distanceCm = 33.5;
    await node.board.run(20_000);
    const last = Number(node.payloads("level/state").at(-1));
    assert.ok(Math.abs(last - 33.5) < 0.5, `${last} cm`);
  });

  it("has no reading where nothing is in reach, which is no fault", async () => {
    await node.board.run(1_000);
    meter.distanceCm = undefined;
    const before = node.payloads("level/state").length;
    await node.board.run(5 * MINUTE);
    assert.equal(node.payloads("level/state").length, before);
    assert.equal(node.diagnostics.missing, 0);
  });

  it("is told once when it does not answer, delays nobody, and measures again with its power", async () => {
    // Online is told before there is anything else to tell.
    await node.board.run(1_500);
    meter.isPowered = false;
    const uptimes = node.payloads("uptime/state").length;
    await node.board.run(10 * MINUTE);
    const told = node.on("diagnostics").filter(({ payload }) => payload.includes('"no answer","id":"level"'));
    assert.equal(told.length, 1);
    assert.ok(Math.abs(node.payloads("uptime/state").length - uptimes - 60) <= 1);
    meter.isPowered = true;
    const { payload } = await node.untilNext("level/state", 2 * MINUTE);
    assert.ok(Math.abs(Number(payload) - 120) < 1, payload);
    await node.board.run(5_000);
    assert.equal(node.diagnostics.event, "reading again");
  });

  it("measures right while the engine is blocked by a connect that nobody answers", async () => {
    node.network.connectFailure = "timed out";
    node.network.resetAll();
    await node.board.run(10 * MINUTE);
    node.network.connectFailure = undefined;
    await node.untilOnline(3 * MINUTE);
    await node.untilNext("level/state", 11_000);
    for (const payload of node.payloads("level/state")) assert.ok(Math.abs(Number(payload) - 120) < 1, payload);
    assert.deepEqual(node.board.uncaught, []);
  });
});
