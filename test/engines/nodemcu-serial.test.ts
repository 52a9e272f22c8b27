import assert from "node:assert/strict";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { simulationEnvironment } from "../../scripts/lib/board/load";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { NodeMcuChip } from "../simulator/console/nodemcu-chip";
import { PseudoTerminal, pseudoTerminalProblem } from "../simulator/console/pseudo-terminal";
import { SimulatedNetwork } from "../simulator/network/simulated";
import { Command } from "./command";

const root = resolve(__dirname, "../..");
const PASSWORD = "swordfish-7";
/** The chip gives up on an upload after 30 s of its own without a byte. */
const PACE = 5;

describe("the commands on a serial port with a modelled NodeMCU at its end, its Lua a real one (needs socat)", function () {
  this.timeout(120_000);
  const terminal = new PseudoTerminal();
  const broker = new EmbeddedBroker();
  const network = new SimulatedNetwork();
  const chip = new NodeMcuChip(undefined, { network });
  const commands: Command[] = [];
  let environment: NodeJS.ProcessEnv;
  let going = Promise.resolve();
  let isOver = false;

  /** Has the chip's clock go on, faster than the wall's by `PACE`, but for a machine that is too slow for it. */
  async function go(): Promise<void> {
    let lastMs = performance.now();
    while (!isOver) {
      await setTimeout(5);
      const nowMs = performance.now();
      await chip.pass(PACE * Math.min(nowMs - lastMs, 20));
      lastMs = nowMs;
    }
  }

  before(async function () {
    if (pseudoTerminalProblem() !== undefined) this.skip();
    await broker.start();
    network.route("*", broker.target);
    const values = simulationEnvironment(root, process.env).environment;
    environment = { ...process.env, ...values, WIFI_PASSWORD: PASSWORD, BOARD: "nodemcu-esp32" };
    await chip.boot();
    await terminal.plugIn(chip.plug());
    going = go();
  });
  after(async () => {
    isOver = true;
    await going;
    for (const command of commands) await command.end();
    await terminal.close();
    network.close();
    await broker.stop();
  });

  function run(script: string, ...args: string[]): Command {
    const command = new Command(script, args, environment);
    commands.push(command);
    return command;
  }

  it("flash ends in online, on a local broker", async () => {
    const flash = run("flash", "--port", terminal.path, "--broker", `mqtt://127.0.0.1:${broker.port}`);
    assert.equal(await flash.done, 0, flash.lines.join("\n"));
    const bytes = chip.files.get("init.lua")!.length + chip.files.get("mote.lua")!.length;
    assert.deepEqual(
      flash.lines.map((line) => line.replace(/ {2}\(\d+\.\d s\)$/, "")),
      [
        "NodeMCU with Lua 5.3, 917504 bytes of its file system free",
        `program of ${bytes} bytes written, compared, and made the one that starts; secrets written`,
        "the node says: mote nodemcu-esp32",
        "nodemcu-esp32 is online",
        `next     npx mote monitor --board nodemcu-esp32 --port ${terminal.path}  (shows its console)`,
        "next     npx mote page --board nodemcu-esp32  (shows it in the browser, once it is online)",
      ],
    );
    assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.lua", "mote.secrets"]);
  });

  it("the monitor tells an error of the program in TypeScript, and no secret", async () => {
    const monitor = run("monitor", "--port", terminal.path);
    await monitor.until(/is open/);
    // In the place of the module, which nobody can write to on the chip.
    monitor.type(`adc={read=function()error("no converter")end}print("${PASSWORD}")\n`);
    await monitor.until(/ stdin:1: no converter$/);
    await monitor.until(/\tfirmware\/sensors\/analog\.ts:\d+:\d+: in /);
    await monitor.until(/\tfirmware\/app\/readings\/telemetry\.ts:\d+:\d+: in /);
    assert.equal(await monitor.end(), 0, monitor.lines.join("\n"));
    const text = monitor.lines.join("\n");
    assert.ok(text.includes('print("…")'), text);
    assert.ok(!text.includes(PASSWORD), text);
    assert.ok(!text.includes("mote.lua:"), text);
  });
});
