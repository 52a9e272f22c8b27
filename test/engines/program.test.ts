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
  name: "tank",
  engine: "espruino",
  chip: "esp32",
  program: "./tank.ts",
  wifi: { ssid: "my-wifi", password: "change-me" },
  broker: { urls: ["mqtt://192.168.1.10"] },
  sensors: [
    { id: "water", type: "analog", pin: "D34", periodSeconds: 5, scale: 100, decimals: 1 },
    { id: "cold-side", type: "analog", pin: "D35", periodSeconds: 5, scale: 100, decimals: 1 },
    { id: "gap", type: "program", unit: "%", decimals: 1 },
  ],
  actuators: [
    { id: "heater", type: "switch", pin: "D25", initialValue: "ON", maxOnSeconds: 900 },
    { id: "lamp", type: "pwm", pin: "D33" },
    { id: "goal", type: "number", min: 10, max: 30, step: 0.5, initialValue: 20 },
  ],
};

const PROGRAM = `import type * as Has from ${JSON.stringify(join(root, "firmware/app/program/program"))};
type Tank = Has.BoardProgram<
  { water: Has.NumberSensor; "cold-side": Has.NumberSensor; gap: Has.ProgramSensor },
  { heater: Has.SwitchActuator; lamp: Has.PwmActuator; goal: Has.NumberActuator }
>;
class Mean {
  private sum = 0;
  private readonly last: number[] = [];
  constructor(readonly most = 3) {}
  add(value: number): number {
    this.sum += value;
    this.last.push(value);
    if (this.last.length > this.most) this.sum -= this.last.shift()!;
    return this.sum / this.last.length;
  }
}
const WORDS: { [word: string]: number } = { ON: 1, OFF: 0 };
export default function tank({ sensors: { water, gap, ...others }, actuators, after, every, keep, note, log }: Tank): void {
  const mean = new Mean();
  const boots = keep("boots", 0);
  boots.set(boots.get() + 1);
  log(\`boot \${boots.get()}, heater \${WORDS[actuators.heater.state()] ?? -1}, goal \${actuators.goal.state() + 0.5}\`);
  water.onReading((percent) => {
    const cold = others["cold-side"].value();
    gap.set(mean.add(percent - (isNaN(cold) ? 0 : cold)));
    if (percent > 40 && actuators.heater.state() === "ON") log("off: " + actuators.heater.command("OFF"));
  });
  actuators.heater.onState((state) => log("heater is " + state));
  actuators.lamp.onState((level) => log("lamp + 1 = " + (level + 1)));
  const steps: (() => void)[] = [];
  for (let i = 1; i <= 3; i++) steps.push(() => actuators.lamp.command(i * 10));
  let [first, ...rest] = steps;
  after(1, () => first?.());
  const ticking = every(2, () => {
    const next = rest.shift();
    if (next === undefined) {
      ticking.cancel();
      note('over "and" out', "lamp");
      explode({ deep: undefined });
    } else next();
  });
}
function explode(one: { deep?: { deeper: number } }): number {
  return one.deep!.deeper;
}
`;

describe("a program of a board's own in a real Espruino (needs ESPRUINO)", function () {
  this.timeout(240_000);
  let folder: string;

  before(function () {
    if (interpreter === undefined) this.skip();
    folder = mkdtempSync(join(tmpdir(), "mote-program-"));
  });
  after(() => folder !== undefined && rmSync(folder, { recursive: true }));

  it("does what it does in Node.js, and an error in it is told with its line", async () => {
    writeFileSync(join(folder, "tank.json"), JSON.stringify(BOARD));
    writeFileSync(join(folder, "tank.ts"), PROGRAM);
    const { board } = loadBoard(join(folder, "tank.json"), { environment: {} });
    const { bundlePath, secrets, mapPath } = await buildBoard(board, root, join(folder, "dist"));
    const broker = new EmbeddedBroker();
    await broker.start();
    const lines: string[] = [];
    const messages: string[] = [];
    broker.onMessage(({ topic, payload }) => messages.push(`${topic} ${payload}`));
    const espruino = runEspruino({
      executable: interpreter ?? "",
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
      analog: { 34: 0.5, 35: 0.25 },
      onLine: (line) => lines.push(line),
    });
    try {
      await espruino.waitForLine(/^program: /);
      await espruino.waitForLine(/^ +at /);
      await new Promise((done) => setTimeout(done, 2_000));
    } finally {
      await espruino.stop();
      await broker.stop();
    }
    const told: string[] = [];
    const traces = new StackTraces(SourcePositions.ofMap(mapPath), (line) => told.push(line));
    for (const line of lines) traces.take(line);
    const heard = told.filter((line) => /^(boot|off|heater|lamp|program)/.test(line));
    assert.deepEqual(heard, [
      "boot 1, heater 1, goal 20.5",
      "off: true",
      "heater is OFF",
      "lamp + 1 = 11",
      "lamp + 1 = 21",
      "lamp + 1 = 31",
      "program: Error: Can't read property 'deeper' of undefined",
    ]);
    const at = told.findIndex((line) => line.startsWith("program: "));
    const line = (text: string): number => PROGRAM.split("\n").findIndex((each) => each.includes(text)) + 1;
    assert.match(told[at + 1] ?? "", new RegExp(`tank\\.ts:${line("one.deep!")}:`));
    assert.match(told[at + 3] ?? "", new RegExp(`tank\\.ts:${line("explode({")}:`));
    assert.ok(messages.includes("tank/gap/state 50.0"), messages.join("\n"));
    assert.ok(messages.includes("tank/lamp/state 30"), messages.join("\n"));
    const errors = messages.filter((each) => each.includes('"event":"error","id":"program"'));
    assert.equal(errors.length, 1, messages.join("\n"));
  });
});
