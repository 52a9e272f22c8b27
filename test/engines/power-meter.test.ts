import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const MAINS = 27;

describe("the power meter's bundle in a real Espruino", () => {
  it("counts and measures, and takes up no more memory with each pulse (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    this.timeout(120_000);
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard("power-meter", { environment });
    for (const sensor of board.sensors ?? []) sensor.periodSeconds = 1;
    const folder = mkdtempSync(join(tmpdir(), "mote-power-meter-"));
    const broker = new EmbeddedBroker();
    await broker.start();
    const { bundlePath, secrets } = await buildBoard(board, root, folder);
    const espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
      pulseMs: { [MAINS]: 50 },
    });
    const values = (value: string): number[] =>
      broker.messages.flatMap(({ topic, payload }) =>
        topic === `home/power-meter/mains/${value}/state` ? [Number(payload)] : [],
      );
    try {
      await espruino.waitFor("five totals", () => values("total").length > 5, 60_000);
      const before = await espruino.memory();
      const from = values("total").length;
      await espruino.waitFor("eight totals more", () => values("total").length > from + 8, 60_000);
      const given = espruino.lines.filter((line) => line.startsWith("@pulses")).length;
      const total = values("total").at(-1)!;
      // Since the last reading up to a second passed, and what is printed may be behind.
      assert.ok(Math.abs(given / 1_000 - total) <= 0.03, `${total} kWh of ${given} pulses`);
      // 20 pulses a second are 72 kW; the interpreter's interval is not exact.
      for (const watts of values("rate").slice(2)) assert.ok(Math.abs(watts - 72_000) < 8_000, `${watts} W`);
      const after = await espruino.memory();
      assert.ok(Math.abs(after - before) <= 10, `${before} variables before, ${after} after`);
    } finally {
      await espruino.stop();
      await broker.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
