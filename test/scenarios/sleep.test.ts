import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const BOARD = {
  name: "meadow",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "home", password: "correct horse" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  sleep: { everySeconds: 600 },
  sensors: [{ id: "soil", type: "analog", pin: "D34", scale: 100, unit: "%", decimals: 1 }],
  actuators: [{ id: "offset", type: "number", min: -10, max: 10, step: 1 }],
};
const MINUTE = 60_000;

describeOnEngines(
  "a node that sleeps",
  function () {
    this.timeout(120_000);
    let folder: string;
    let node: SimulatedNode;

    before(() => {
      folder = mkdtempSync(join(tmpdir(), "mote-sleep-"));
    });
    after(() => rmSync(folder, { recursive: true }));
    afterEach(() => node.close());

    async function boot(changes: object = {}): Promise<void> {
      const path = join(folder, "meadow.json");
      writeFileSync(path, JSON.stringify({ ...BOARD, ...changes }));
      node = await SimulatedNode.boot(path);
      node.board.pin(34).volts = 1.65;
    }
    const bootsAt = (): number[] =>
      node.board.events.filter(({ what }) => what === "boot").map(({ atMs }) => Math.floor(atMs / 1000));
    const untilAsleep = (): Promise<void> => node.board.runUntil(() => node.board.isAsleep, MINUTE);

    it("measures, publishes, says that it is asleep, and wakes on its grid", async () => {
      await boot();
      await untilAsleep();
      assert.deepEqual(node.payloads("status"), ["online", "asleep"]);
      assert.equal(node.payloads("soil/state").length, 1);
      assert.ok(node.board.nowMs < 10_000, `${node.board.nowMs} ms awake`);
      await node.board.run(55 * MINUTE);
      assert.deepEqual(bootsAt().slice(1), [600, 1200, 1800, 2400, 3000]);
      assert.deepEqual(node.payloads("status").slice(-2), ["online", "asleep"]);
      assert.equal(node.payloads("status").includes("offline"), false);
      assert.equal(node.payloads("soil/state").length, 6);
      const reasons = node.payloads("diagnostics").map((report) => (JSON.parse(report) as { wake: string }).wake);
      assert.deepEqual([reasons[0], reasons.at(-1)], ["power", "time"]);
      assert.deepEqual(node.unexpectedErrors, []);
    });

    it("obeys a command that the broker kept for it, and listens once more so long", async () => {
      await boot();
      await untilAsleep();
      await node.broker.publish(`${node.base}/offset/set`, "3", { qos: 1 });
      await node.board.run(10 * MINUTE);
      await untilAsleep();
      assert.equal(node.payloads("offset/state").at(-1), "3");
    });

    it("sleeps where nothing answers, and is back once it does", async () => {
      await boot();
      node.board.accessPoint.up = false;
      await untilAsleep();
      assert.ok(node.board.nowMs < 45_000, `${node.board.nowMs} ms awake`);
      node.board.accessPoint.up = true;
      await node.untilOnline(11 * MINUTE);
      await untilAsleep();
      await node.broker.stop();
      const before = bootsAt().length;
      await node.board.run(25 * MINUTE);
      assert.equal(bootsAt().length, before + 2);
    });
  },
  { nodemcu: "not yet", esp8266: "not yet" },
);
