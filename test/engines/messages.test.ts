import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";
const VALVE = 25;

const BOARD = {
  name: "valve",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  topics: { base: "home/valve" },
  sensors: [
    { id: "a", type: "analog", pin: "D34", periodSeconds: 1, scale: 100 },
    { id: "b", type: "analog", pin: "D35", periodSeconds: 1, scale: 100 },
    { id: "mean", type: "average", values: ["a", "b"] },
    { id: "spread", type: "difference", value: "a", minus: "b" },
  ],
  actuators: [{ id: "water", type: "switch", pin: `D${VALVE}`, initialValue: "ON" }],
  rules: [
    { type: "message", topic: "home/+/leak/state", payload: "ON", actuator: "water", command: "OFF" },
    { type: "message", topic: "home/tank/level", field: "percent", below: 20, command: "ON", actuator: "water" },
  ],
};

describe("messages of others in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(120_000);
  const broker = new EmbeddedBroker();
  let folder: string;
  let espruino: EspruinoProcess;

  before(async function () {
    if (executable === "") this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-valve-"));
    writeFileSync(join(folder, "valve.json"), JSON.stringify(BOARD));
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard(join(folder, "valve.json"), { environment });
    const { bundlePath, secrets } = await buildBoard(board, root, join(folder, "dist"));
    await broker.start();
    const bundle = readFileSync(bundlePath, "latin1");
    espruino = runEspruino({ executable, bundle, secrets, brokerPort: broker.port, analog: { 34: 0.4, 35: 0.3 } });
  });
  after(async () => {
    if (folder === undefined) return;
    await espruino?.stop();
    await broker.stop();
    rmSync(folder, { recursive: true });
  });

  const payloads = (topic: string): string[] =>
    broker.messages.filter((message) => message.topic === `home/valve/${topic}`).map(({ payload }) => payload);
  const report = (): Record<string, unknown> =>
    JSON.parse(payloads("diagnostics").at(-1) ?? "{}") as Record<string, unknown>;

  it("a leak shuts the valve and its end does not open it; a number in JSON does", async () => {
    await espruino.waitFor("online", () => payloads("status").includes("online"));
    await broker.publish("home/bath/leak/state", "ON");
    await espruino.waitForPin(VALVE, 0);
    await espruino.waitFor("its state", () => payloads("water/state").at(-1) === "OFF");
    const states = payloads("water/state").length;
    await broker.publish("home/bath/leak/state", "OFF");
    await broker.publish("home/tank/level", '{"name":"percent", "percent": 55.5}');
    await broker.publish("home/tank/level", '{"percent":19.9}');
    await espruino.waitForPin(VALVE, 1);
    await espruino.waitFor("its state", () => payloads("water/state").at(-1) === "ON");
    assert.deepEqual(payloads("water/state").slice(states), ["ON"]);
  });

  it("values that are worked out of others come beside them", async () => {
    const count = (): number => payloads("mean/state").length;
    await espruino.waitFor("three means", () => count() >= 3);
    assert.ok(Math.abs(count() - payloads("a/state").length) <= 1);
    assert.deepEqual(
      ["a", "b", "mean", "spread"].map((id) => Number(payloads(`${id}/state`).at(-1))),
      [40, 30, 35, 10],
    );
  });

  it("a flood of them keeps neither readings nor a command nor the session from going on", async () => {
    const readings = (): number => payloads("a/state").length;
    const before = readings();
    const end = Date.now() + 10_000;
    let sent = 0;
    while (Date.now() < end) {
      for (let i = 0; i < 4; i++, sent++) await broker.publish(`home/room${i}/leak/state`, i > 0 ? "OFF" : "dry");
      await new Promise((done) => setTimeout(done, 50));
    }
    const during = readings() - before;
    assert.ok(during >= 7, `${during} readings in 10 s beside ${sent} messages`);
    const endMs = Date.now();
    await broker.publish("home/valve/water/set", "OFF");
    await espruino.waitForPin(VALVE, 0, 60_000);
    const waitedMs = Date.now() - endMs;
    await espruino.waitFor("a report", () => report()["event"] !== undefined);
    assert.equal(report()["connects"], 1);
    assert.equal(report()["errors"], 0);
    console.log(`      ${sent} messages in 10 s, ${during} readings; a command behind them waited for ${waitedMs} ms`);
  });
});
