import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { boardNames, loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { buildBoard } from "../../scripts/lib/build/build";
import { countVariables } from "../../scripts/lib/build/espruino/variables/count-variables";
import { LINUX_LAYOUT } from "../../scripts/lib/build/espruino/variables/layout";
import { pretokeniser } from "../../scripts/lib/build/espruino/pretokeniser";
import { FIRST, PROGRAMS } from "../vectors/espruino-variables";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";
import { fromStorage, runInEspruino } from "./espruino-run";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";

/** What every board uses of the engine and of what stands in for the chip here, so that the rest is the board's own. */
const NOTHING =
  '"".length;{const w=require("Wifi");w.getStatus();[].push(1);E.srand(1);console.log("x");process.memory(false);require("net").connect;Math.floor(1);(1).toFixed(0)}';

/** The most by which the count may be wrong. */
const TOLERANCE = 0.1;

describe("the variables that the build counts, and those of a real Espruino (needs ESPRUINO)", function () {
  this.timeout(60_000);
  before(function () {
    if (executable === "") this.skip();
  });

  it("are the same for small programs", async () => {
    const usage = async (code: string): Promise<number> => {
      // Afterwards, when the text of the snippet is gone. Not in a timer: one that is called more than 8.191 ms late takes a variable
      // more, as does one that is due in more than that, which the one that ends the run always is.
      const look = 'var look={};look.on("now",function(){out(process.memory().usage)});';
      const run = `${look}${fromStorage(pretokeniser()(code))}setTimeout(function(){look.emit("now")},20);`;
      return Number((await runInEspruino(executable, run, 0, { lines: 1 }))[0]);
    };
    const first = await usage(FIRST);
    for (const [code, variables] of PROGRAMS) assert.equal((await usage(FIRST + code)) - first, variables, code);
  });

  /** Of a program in the interpreter, with what stands in for the chip. */
  async function measured(bundle: string, secrets?: string): Promise<{ boot: number; connected: number }> {
    const broker = new EmbeddedBroker();
    await broker.start();
    const espruino = runEspruino({
      executable,
      bundle,
      secrets,
      brokerPort: broker.port,
      securePort: broker.securePort,
      analog: { 34: 0.41, 35: 0.5 },
    });
    try {
      if (secrets !== undefined) await espruino.waitForLine(/^online$/);
      return { boot: await espruino.memoryAtBoot(), connected: await espruino.memoryAtRest() };
    } finally {
      await espruino.stop();
      await broker.stop();
    }
  }

  const { environment } = simulationEnvironment(root, process.env);
  for (const name of boardNames(root)) {
    const { board } = loadBoard(name, { environment });
    // One that sleeps ends the interpreter within seconds; sleep.test.ts has its wakes.
    if (board.engine !== "espruino" || board.sleep !== undefined) continue;
    it(`differ by at most ${100 * TOLERANCE} % for ${name}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "mote-variables-"));
      try {
        const { bundlePath, secrets } = await buildBoard(board, root, folder);
        const bundle = readFileSync(bundlePath, "latin1");
        // What is counted is the program before it becomes tokens, with its cold functions by name.
        const { bundlePath: readablePath } = await buildBoard(
          { ...board, tokens: false },
          root,
          join(folder, "readable"),
        );
        const [counted, none] = [readFileSync(readablePath, "latin1"), NOTHING].map((code) =>
          countVariables(code, board.tokens, LINUX_LAYOUT),
        );
        const [real, nothing] = [await measured(bundle, secrets), await measured(NOTHING)];
        for (const when of ["boot", "connected"] as const) {
          const own = (counted?.[when] ?? NaN) - (none?.boot ?? NaN);
          const takes = real[when] - nothing[when];
          assert.ok(Math.abs(own - takes) <= TOLERANCE * takes, `${when}: ${own} counted, ${takes} in use`);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
