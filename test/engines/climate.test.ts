import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { BoardFile } from "../../scripts/lib/board/config";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { buildBoard } from "../../scripts/lib/build/build";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");

const NURSERY = {
  name: "nursery",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://broker.example"] },
  diagnostics: ["ipAddress", "ssid"],
  sensors: [{ id: "air", type: "ntc", pin: "D34", periodSeconds: 2, resistorOhms: 10_000, beta: 3950 }],
  actuators: [
    { id: "heater", type: "switch", pin: "D25" },
    { id: "room", type: "climate", min: 5, max: 40 },
    { id: "lamp", type: "light", pin: "D33", effects: true },
    { id: "strip", type: "rgb", pin: "D13", count: 4, whites: true },
    { id: "here", type: "identify", pin: "D2" },
  ],
  rules: [{ type: "thermostat", sensor: "air", actuator: "heater", target: "room" }],
} as unknown as BoardFile;

describe("a climate, effects and whites in a real Espruino", function () {
  this.timeout(180_000);
  let broker: EmbeddedBroker;
  let espruino: EspruinoProcess;

  afterEach(async () => {
    await espruino?.stop();
    await broker?.stop();
  });

  it("are told and obeyed (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-climate-"));
    const { bundlePath, secrets } = await buildBoard(completeBoard(NURSERY), root, folder);
    const bundle = readFileSync(bundlePath, "latin1");
    rmSync(folder, { recursive: true });
    broker = new EmbeddedBroker();
    await broker.start();
    // 25 °C
    espruino = runEspruino({ executable, bundle, secrets, brokerPort: broker.port, analog: { 34: 0.5 } });
    const last = (topic: string): string | undefined =>
      broker.messages.filter((message) => message.topic === `nursery/${topic}`).at(-1)?.payload;
    const until = (topic: string, expected: string): Promise<unknown> =>
      espruino.waitFor(`${topic}: ${expected}`, () => last(topic) === expected, 30_000);
    const send = (id: string, payload: string): Promise<unknown> => broker.publish(`nursery/${id}/set`, payload);
    await until("room/state", '{"mode":"heat","target":5.0}');
    await until("air/state", "25.0");
    await send("room", "30");
    await until("room/state", '{"mode":"heat","target":30.0}');
    await until("heater/state", "ON");
    await send("room", "off");
    await until("heater/state", "OFF");
    await until("room/state", '{"mode":"off","target":30.0}');
    await send("room", "heat");
    await until("heater/state", "ON");
    await send("lamp", '{"state":"ON","effect":"breathe"}');
    await espruino.waitFor("it breathes", () => /"effect":"breathe"/.test(last("lamp/state") ?? ""), 30_000);
    await send("lamp", "OFF");
    await espruino.waitFor("it is dark", () => /"OFF".*"effect":"off"/.test(last("lamp/state") ?? ""), 30_000);
    await send("strip", '{"state":"ON","color_temp":2700}');
    await until("strip/state", '{"state":"ON","brightness":255,"color_mode":"color_temp","color_temp":2700}');
    await send("here", "PRESS");
    await until("here/state", "ON");
    await until("here/state", "OFF");
    const report = JSON.parse(last("diagnostics") ?? "{}") as Record<string, unknown>;
    assert.deepEqual([report["ipAddress"], report["ssid"]], ["192.168.1.50", "my-wifi"]);
    assert.deepEqual([report["refused"], report["errors"]], [0, 0]);
  });
});
