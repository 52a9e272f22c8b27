import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { literal } from "../../scripts/lib/bytes";
import { EspruinoConsole } from "../../scripts/lib/flash/espruino/console";
import { simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { PseudoTerminal, pseudoTerminalProblem } from "../simulator/console/pseudo-terminal";
import { Command } from "./command";
import { EspruinoLine } from "./espruino-line";
import { espruinoPreload } from "./espruino-preload";
import { espruinoProblem } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const executable = process.env["ESPRUINO"] ?? "";
const PASSWORD = "swordfish-7";

describe("the commands on a serial port with a real Espruino at its end (needs socat)", function () {
  this.timeout(120_000);
  const terminal = new PseudoTerminal();
  const broker = new EmbeddedBroker();
  const folder = mkdtempSync(join(tmpdir(), "espruino-"));
  const commands: Command[] = [];
  let line: EspruinoLine;
  let environment: NodeJS.ProcessEnv;

  before(async function () {
    if ((espruinoProblem(executable) ?? pseudoTerminalProblem()) !== undefined) this.skip();
    await broker.start();
    const values = simulationEnvironment(root, process.env).environment;
    environment = { ...process.env, ...values, WIFI_PASSWORD: PASSWORD, BOARD: "greenhouse" };
    line = new EspruinoLine(executable, folder);
    const preload = espruinoPreload({ brokerPort: broker.port, analog: { 34: 0.25, 35: 0.5 } });
    await new EspruinoConsole(line).evaluate(`require("Storage").write(".boot0",${literal(preload)})`);
    await terminal.plugIn(line);
  });
  after(async () => {
    for (const command of commands) await command.end();
    await terminal.close();
    await line?.close();
    await broker.stop();
    rmSync(folder, { recursive: true });
  });

  function run(script: string, ...args: string[]): Command {
    const command = new Command(script, args, environment);
    commands.push(command);
    return command;
  }

  it("flash ends in online, on a local broker", async () => {
    const flash = run("flash", "--port", terminal.path, "--broker", `mqtt://127.0.0.1:${broker.port}`);
    assert.equal(await flash.done, 0, flash.lines.join("\n"));
    assert.ok(
      flash.lines.some((line) => line.startsWith("greenhouse is online ")),
      flash.lines.join("\n"),
    );
  });

  it("the monitor tells an error of the program in TypeScript, and no secret", async () => {
    const monitor = run("monitor", "--port", terminal.path);
    await monitor.until(/is open/);
    monitor.type(`Number.prototype.toFixed=function(){throw new Error("no digits")};print("${PASSWORD}")\n`);
    await monitor.until(/ {2}Error: no digits$/);
    await monitor.until(/ at firmware\/\S+\.ts:\d+:\d+$/);
    assert.equal(await monitor.end(), 0, monitor.lines.join("\n"));
    const text = monitor.lines.join("\n");
    assert.ok(text.includes('print("…")'), text);
    assert.ok(!text.includes(PASSWORD), text);
  });
});
