import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { boardNames, loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { buildBoard } from "../../scripts/lib/build/build";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";

const SPEED = 300;
const HOUR_MS = 3_600_000 / SPEED;
/** What a list may hold more at one moment than at another: a report on its way, a lost connection that is made again. */
const MOST_MORE = 40;

/** To be run with an interpreter of 2,500 variables above all: that is what a chip with both radios on has. */
describe("each board of boards/ for an hour in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(120_000);
  before(function () {
    if (executable === "") this.skip();
  });

  const { environment } = simulationEnvironment(root, process.env);
  for (const name of boardNames(root)) {
    const { board } = loadBoard(name, { environment });
    // One that sleeps ends the interpreter within seconds; sleep.test.ts has its wakes.
    if (board.engine !== "espruino" || board.sleep !== undefined) continue;
    it(`${name} works on, in memory that does not grow`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "mote-hour-"));
      const broker = new EmbeddedBroker();
      await broker.start();
      const { bundlePath, secrets } = await buildBoard(board, root, folder);
      const espruino = runEspruino({
        executable,
        bundle: readFileSync(bundlePath, "latin1"),
        secrets,
        brokerPort: broker.port,
        securePort: broker.securePort,
        analog: { 34: 0.41, 35: 0.5 },
        speed: SPEED,
      });
      try {
        await espruino.waitForLine(/^online$/);
        const atFirst = await espruino.memoryAtRest();
        await setTimeout(HOUR_MS);
        const before = broker.messages.length;
        await espruino.waitFor("a message after an hour", () => broker.messages.length > before, 60_000);
        const grown = (await espruino.memoryAtRest()) - atFirst;
        assert.ok(grown <= MOST_MORE, `${grown} variables more`);
        const wrong = espruino.lines.filter((line) => /Uncaught|LOW_MEMORY|MEMORY\b|STACK/.test(line));
        assert.deepEqual(wrong, []);
      } finally {
        await espruino.stop();
        await broker.stop();
        rmSync(folder, { recursive: true });
      }
    });
  }
});
