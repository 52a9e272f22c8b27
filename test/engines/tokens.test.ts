import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Board } from "../../scripts/lib/board/config";
import { boardNames, loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { buildBoard, buildProgram } from "../../scripts/lib/build/build";
import { LOADER, marker, markerFile, programFile } from "../../scripts/lib/flash/espruino/program-slots";
import { SourcePositions } from "../../scripts/lib/monitor/source-positions";
import { StackTraces } from "../../scripts/lib/monitor/stack-traces";
import { ESPRUINO_ON_ESP32 } from "../../scripts/lib/platforms/engine-files";
import { SimulatedBoard } from "../simulator/board";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { SimulatedNetwork } from "../simulator/network/simulated";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";

/** Errors at boot, in a callback behind a text with line feeds, and in a function that is called by another one. */
const FAILING = `
declare function setTimeout(run: () => void, ms: number): number;
declare function print(text: string): void;
interface Reading { value?: { celsius: number } }
const table = ["line\\nfeed", "another\\nline\\nfeed and more than sixty characters of text behind it, all in one"];
let rounds = 10;
function convert(reading: Reading, scale: number): number {
  const length = table.length;
  rounds += length;
  return scale * (reading.value as { celsius: number }).celsius - -rounds;
}
function sample(reading: Reading): void {
  print("sampled " + convert({ value: { celsius: 21 } }, 10));
  print("sampled " + convert(reading, -300));
}
setTimeout(() => sample({}), 10);
setTimeout(() => { throw new Error("of ours"); }, 200);
setTimeout(() => print("the end"), 400);
(undefined as unknown as () => void)();
`;

/** The line of FAILING, from 1, in which a text stands. */
function lineOf(text: string): number {
  return FAILING.split("\n").findIndex((line) => line.includes(text)) + 1;
}

describe("errors of a program of tokens", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "mote-errors-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  type Run = (bundle: string) => Promise<string[]>;

  /** What the monitor shows of such a program. */
  async function shown(tokens: boolean, run: Run): Promise<string[]> {
    const { bundlePath, mapPath } = await buildProgram(
      () => FAILING,
      { ...ESPRUINO_ON_ESP32, tokens },
      root,
      join(folder, String(tokens)),
    );
    const lines: string[] = [];
    const traces = new StackTraces(SourcePositions.ofMap(mapPath), (line) => lines.push(line));
    for (const line of await run(bundlePath)) traces.take(line);
    return lines
      .filter((line) => /^(Uncaught|sampled|    at )/.test(line))
      .map((line) => line.replace(/at \S*\/(main\.ts)/, "at $1"));
  }

  // As `flash` leaves it.
  const inInterpreter: Run = async (bundlePath) => {
    const program = readFileSync(bundlePath, "latin1");
    const files = { [programFile("a")]: program, [markerFile("a")]: marker(1) };
    const espruino = runEspruino({ executable, bundle: LOADER, files, brokerPort: 1 });
    try {
      await espruino.waitForLine(/^the end$/);
      return espruino.lines.filter((line) => !line.startsWith("@"));
    } finally {
      await espruino.stop();
    }
  };

  const inModel: Run = async (bundle) => {
    const network = new SimulatedNetwork();
    const board = new SimulatedBoard({ bundle, network });
    board.boot();
    await board.run(1_000);
    board.stop();
    network.close();
    return board.console;
  };

  const lines = (places: string[]): string[] => places.map((place) => place.replace(/(main\.ts:\d+):\d+$/, "$1"));

  for (const [where, run] of [
    ["the interpreter (needs ESPRUINO)", inInterpreter],
    ["the model", inModel],
  ] as const) {
    it(`are told in ${where} by the same places of the TypeScript as those of a readable one`, async function () {
      if (run === inInterpreter && executable === "") this.skip();
      const ofTokens = await shown(true, run);
      assert.deepEqual(ofTokens, await shown(false, run));
      const told = lines(ofTokens);
      for (const text of ["celsius - -rounds", "convert(reading, -300)", "sample({})", "of ours", "undefined as"]) {
        assert.ok(told.includes(`    at main.ts:${lineOf(text)}`), `${text} in ${told.join("\n")}`);
      }
      assert.ok(told.includes("sampled 222"));
    });
  }
});

describe("each board of boards/ in a real Espruino (needs ESPRUINO)", function () {
  // Two builds and two runs, which a busy machine takes its time for; what is waited for in them has a limit of its own.
  this.timeout(300_000);
  before(function () {
    if (executable === "") this.skip();
  });

  const { environment } = simulationEnvironment(root, process.env);

  /** What a board says and drives until it is online and has published what it is and what it drives. */
  async function beginning(board: Board): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), "mote-tokens-"));
    const broker = new EmbeddedBroker();
    await broker.start();
    try {
      const { bundlePath, secrets } = await buildBoard(board, root, folder);
      const bundle = readFileSync(bundlePath, "latin1");
      const espruino = runEspruino({
        executable,
        bundle,
        secrets,
        brokerPort: broker.port,
        securePort: broker.securePort,
      });
      try {
        const { topics, actuators } = board;
        for (const topic of [topics.status, topics.diagnostics, ...actuators.map(({ stateTopic }) => stateTopic)]) {
          await espruino.waitFor(topic, () => broker.messages.some((message) => message.topic === topic), 60_000);
        }
        await espruino.waitForLine(/^online$/);
        const said = espruino.lines.filter((line) => line !== "" && !line.startsWith("@memory"));
        return said.slice(0, said.indexOf("online"));
      } finally {
        await espruino.stop();
      }
    } finally {
      await broker.stop();
      rmSync(folder, { recursive: true });
    }
  }

  for (const name of boardNames(root)) {
    const { board } = loadBoard(name, { environment });
    if (board.engine !== "espruino") continue;
    it(`${name} starts in the same way of tokens as readable`, async () => {
      assert.deepEqual(await beginning(board), await beginning({ ...board, tokens: false }));
    });
  }
});
