import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import { loadBoard } from "../../scripts/lib/board/load";
import { SourcePositions } from "../../scripts/lib/monitor/source-positions";
import { StackTraces } from "../../scripts/lib/monitor/stack-traces";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const interpreter = process.env["ESPRUINO"];

const BOARD = {
  name: "talk",
  engine: "espruino",
  chip: "esp32",
  // So that whatever is shown of the program's text can be read, and a password stands in it.
  tokens: false,
  program: "./talk.ts",
  wifi: { ssid: "my-wifi", password: "never-to-be-seen" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  consoles: { mqtt: true },
  sensors: [{ id: "up", type: "uptime", periodSeconds: 1 }],
};

const PROGRAM = `import type * as Has from ${JSON.stringify(join(root, "firmware/app/program/program"))};
type Talk = Has.BoardProgram<{ up: Has.NumberSensor }, {}>;
export default function talk({ sensors, log }: Talk): void {
  let count = 0;
  sensors.up.onReading(() => {
    count++;
    if (count === 3) trip({});
    for (let i = 0; i < 8; i++) log("reading " + count);
  });
}
function trip(one: { deep?: { deeper: number } }): number {
  const password = "typed into a program";
  return one.deep!.deeper + password.length;
}
`;

describe("the console on a topic, of a real Espruino (needs ESPRUINO)", function () {
  this.timeout(240_000);
  let folder: string;

  before(function () {
    if (interpreter === undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-console-"));
  });
  after(() => folder !== undefined && rmSync(folder, { recursive: true }));

  it("tells where an error was thrown and shows nothing of the program, and takes up no memory", async () => {
    writeFileSync(join(folder, "talk.json"), JSON.stringify(BOARD));
    writeFileSync(join(folder, "talk.ts"), PROGRAM);
    const { board } = loadBoard(join(folder, "talk.json"), { environment: {} });
    const { bundlePath, mapPath, secrets } = await buildBoard(board, root, join(folder, "dist"));
    const broker = new EmbeddedBroker();
    await broker.start();
    const payloads: string[] = [];
    broker.onMessage(({ topic, payload }) => {
      if (topic === "talk/console") payloads.push(payload);
    });
    const lines = (): string[] => payloads.flatMap((payload) => payload.split("\n").slice(0, -1));
    const espruino = runEspruino({
      executable: interpreter ?? "",
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
    });
    try {
      await espruino.waitFor("the error on the topic", () => lines().some((line) => line.includes("program: ")));
      await espruino.waitFor("more lines", () => lines().length > 50, 60_000);
      const before = await espruino.memoryAtRest();
      await espruino.waitFor("a hundred more", () => lines().length > 150, 90_000);
      const after = await espruino.memoryAtRest();
      assert.ok(Math.abs(after - before) <= 10, `${before} variables before, ${after} after`);
    } finally {
      await espruino.stop();
      await broker.stop();
    }
    assert.ok(
      espruino.lines.some((line) => /^ +\^$/.test(line)),
      "the engine shows source text on its own console",
    );
    const told: string[] = [];
    const traces = new StackTraces(SourcePositions.ofMap(mapPath), (line) => told.push(line), false);
    for (const line of lines()) traces.take(line);
    assert.match(told[0] ?? "", /^0 mote talk$/);
    const at = told.findIndex((line) => / program: Error: Can't read property 'deeper' of undefined$/.test(line));
    const line = (text: string): number => PROGRAM.split("\n").findIndex((each) => each.includes(text)) + 1;
    assert.match(told[at + 1] ?? "", new RegExp(`talk\\.ts:${line("one.deep!")}:`), told.slice(at).join("\n"));
    assert.equal(lines().filter((each) => each.startsWith("    at ")).length, 4);
    for (const secret of ["never-to-be-seen", "typed into", "=>", "^"]) {
      assert.ok(!payloads.some((payload) => payload.includes(secret)), secret);
    }
    assert.ok(!lines().some((each) => each.startsWith("lines lost")));
  });
});
