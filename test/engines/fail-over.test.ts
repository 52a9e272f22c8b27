import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { buildBoard } from "../../scripts/lib/build/build";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino, type EspruinoProcess } from "./espruino-runner";

const root = resolve(__dirname, "../..");
/** How many seconds pass for the node in one of ours; its intervals come in ours. */
const SPEED = 20;

describe("a bundle with two brokers in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(240_000);
  const first = new EmbeddedBroker();
  const second = new EmbeddedBroker();
  let espruino: EspruinoProcess | undefined;
  let folder: string | undefined;

  afterEach(async () => {
    await espruino?.stop();
    await first.stop();
    await second.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it("turns to the second, goes back when the first answers again, and takes up no memory for looking", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-brokers-"));
    const board = completeBoard({
      name: "two",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://first.example", "mqtt://second.example"], failBackSeconds: 60 },
      sensors: [{ id: "up", type: "uptime", periodSeconds: 5 }],
    });
    const { bundlePath, secrets } = await buildBoard(board, root, folder);
    // The first has a port, on which nothing listens yet.
    for (const broker of [first, second]) await broker.start();
    await first.stop();
    const online = (broker: EmbeddedBroker): number =>
      broker.messages.filter(({ topic, payload }) => topic === "two/status" && payload === "online").length;
    espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: second.port,
      ports: { "first.example:1883": first.port },
      speed: SPEED,
    });
    await espruino.waitFor("online at the second", () => online(second) === 1, 30_000);
    const attempts = espruino.lines.filter((line) => line === "connecting to broker").length;
    assert.equal(attempts, 1, "a refusal is no silence");

    const readings = (): number => second.messages.filter(({ topic }) => topic === "two/up/state").length;
    await espruino.waitFor("a look at the first, in vain", () => readings() >= 3, 60_000);
    const before = await espruino.memory();
    await espruino.waitFor("several more", () => readings() >= 7, 60_000);
    assert.equal(online(second), 1, "looking cost the connection");
    const after = await espruino.memory();
    assert.ok(Math.abs(after - before) <= 10, `${before} variables before, ${after} after`);

    await first.start();
    await espruino.waitFor("online at the first", () => online(first) === 1, 30_000);
    assert.equal(first.messages.filter(({ topic }) => topic === "two/broker").at(-1)?.payload, "first.example:1883");
    await espruino.waitFor("the will at the second", () =>
      second.messages.some(({ topic, payload }) => topic === "two/status" && payload === "offline"),
    );
  });
});
