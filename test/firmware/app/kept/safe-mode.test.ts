import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openRecord, saveRecord } from "../../../../firmware/app/kept/record";
import { beginBoot } from "../../../../firmware/app/kept/safe-mode";
import type { Storage } from "../../../../firmware/engine/engine";
import { buildBoard } from "../../../../scripts/lib/build/build";
import { loadBoard } from "../../../../scripts/lib/board/load";
import { runEspruino, type EspruinoProcess } from "../../../engines/espruino-runner";
import { boardFile } from "../../../scenarios/board-file";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";

const root = resolve(__dirname, "../../../..");
const executable = process.env["ESPRUINO"] ?? "";
const PUMP = 25;

function storageOf(files: Record<string, string>): Storage {
  return {
    read: (name) => files[name],
    view: (name) => files[name],
    write: (name, bytes) => {
      files[name] = bytes;
      return true;
    },
  };
}

describe("counting failed boots", () => {
  it("counts each as failed until it has stood, and begins safe mode at the limit", () => {
    const storage = storageOf({});
    const boots = [1, 2, 3, 4].map(() => beginBoot(storage, "a", 3));
    assert.deepEqual(
      boots.map(({ count, failed, isSafe }) => [count, failed, isSafe]),
      [
        [1, 1, false],
        [2, 2, false],
        [3, 3, false],
        [4, 4, true],
      ],
    );
  });

  it("begins anew with another program, and goes on with the number of boots", () => {
    const storage = storageOf({});
    for (let i = 0; i < 5; i++) beginBoot(storage, "a", 3);
    const { count, failed, isSafe } = beginBoot(storage, "b", 3);
    assert.deepEqual([count, failed, isSafe], [6, 1, false]);
  });

  it("goes on with the count of a program that only counted its boots", () => {
    const storage = storageOf({});
    saveRecord(
      openRecord(storage, "boots", () => {}),
      "41",
    );
    const { count, failed } = beginBoot(storage, "a", 3);
    assert.deepEqual([count, failed], [42, 1]);
  });
});

describe("safe mode in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  let folder: string;
  let bundle: string;
  let secrets: string;
  let broker: EmbeddedBroker;
  let espruino: EspruinoProcess;

  before(async function () {
    if (executable === "") this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-safe-"));
    const path = boardFile("node", {
      watchdogSeconds: 60,
      safeModeAfterBoots: 3,
      diagnostics: ["version", "bootCount", "resetReason", "freeMemory", "signalStrength"],
      broker: { urls: ["mqtt://first.example", "mqtt://second.example"] },
      sensors: [{ id: "up", type: "uptime", periodSeconds: 1 }],
      actuators: [{ id: "pump", type: "switch", pin: `D${PUMP}`, activeLow: true, initialValue: "ON" }],
    });
    const built = await buildBoard(loadBoard(path, { environment: {} }).board, root, folder);
    bundle = readFileSync(built.bundlePath, "latin1");
    secrets = built.secrets;
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
  });
  afterEach(async () => {
    await espruino.stop();
    await broker.stop();
  });

  const heard = (topic: string): string[] =>
    broker.messages.filter((message) => message.topic === `node/${topic}`).map(({ payload }) => payload);
  const report = (): Record<string, unknown> =>
    JSON.parse(heard("diagnostics").at(-1) ?? "{}") as Record<string, unknown>;
  const run = async (files: Record<string, string>): Promise<void> => {
    espruino = runEspruino({ executable, bundle, secrets, brokerPort: broker.port, files });
    await espruino.waitFor("a report", () => heard("diagnostics").length > 0);
  };

  it("a board with every safety there is comes online, and tells what it is asked for", async () => {
    await run({});
    await espruino.waitForPin(PUMP, 0);
    assert.deepEqual(heard("safe-mode/state"), ["OFF"]);
    assert.deepEqual(heard("broker"), ["first.example:1883"]);
    const { version, bootCount, resetReason, freeMemory, signalStrength, safeMode } = report();
    assert.match(String(version), /^\d+\.\d+\.\d+\+[0-9a-f]{8}$/);
    assert.deepEqual([bootCount, resetReason, signalStrength, safeMode], [1, "power on", -55, undefined]);
    assert.ok(Number(freeMemory) > 0);
  });

  it("after three failed boots it starts nothing that it is for, and restarts on command", async () => {
    const files: Record<string, string> = {};
    const version = /\d+\.\d+\.\d+\+[0-9a-f]{8}/.exec(bundle)?.[0] ?? "";
    for (let i = 0; i < 3; i++) beginBoot(storageOf(files), version, 3);
    await run(files);
    assert.deepEqual(heard("safe-mode/state"), ["ON"]);
    assert.deepEqual(heard("up/state"), []);
    assert.equal(espruino.pins.get(PUMP), 1, "active low: high is off");
    assert.match(String(report()["safeMode"]), /^send OFF to node\/safe-mode\/set/);
    assert.equal(report()["bootCount"], 4);
    await broker.publish("node/pump/set", "ON");
    await broker.publish("node/safe-mode/set", "OFF");
    await espruino.waitForLine(/^@reboot$/);
    assert.equal(espruino.pins.get(PUMP), 1);
  });
});
