import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const interpreter = process.env["ESPRUINO"];

describe("the lamp in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  let folder: string;

  before(function () {
    if (interpreter === undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-lamp-"));
  });
  after(() => folder !== undefined && rmSync(folder, { recursive: true }));

  it("a button toggles it in steps, a command colours its strip, and the broker is told", async () => {
    const broker = new EmbeddedBroker();
    await broker.start();
    const { environment } = simulationEnvironment(root, {});
    const { bundlePath, secrets } = await buildBoard(loadBoard("lamp", { environment }).board, root, folder);
    const levels: number[] = [];
    const espruino = runEspruino({
      executable: interpreter ?? "",
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
      pulseMs: { 27: 2_500 },
      onLine: (line) => {
        const level = /^@pin 33 (\S+)$/.exec(line)?.[1];
        if (level !== undefined) levels.push(Number(level));
      },
    });
    const states: string[] = [];
    broker.onMessage(({ topic, payload }) => {
      if (topic === "home/lamp/light/state") states.push(payload);
    });
    try {
      await espruino.waitForLine(/^online/);
      await broker.publish("home/lamp/strip/set", '{"state":"ON","color":{"r":255,"g":128,"b":0}}');
      await espruino.waitForLine(/^@pin 13 30×37,255,0$/);
      await espruino.waitForPin(33, 1);
      assert.ok(levels.length >= 10, levels.join());
      assert.deepEqual(
        levels,
        [...levels].sort((a, b) => a - b),
      );
      await espruino.waitForPin(33, 0);
      assert.deepEqual(states, [
        '{"state":"OFF","brightness":255}',
        '{"state":"ON","brightness":255}',
        '{"state":"OFF","brightness":255}',
      ]);
    } finally {
      await espruino.stop();
      await broker.stop();
    }
  });
});
