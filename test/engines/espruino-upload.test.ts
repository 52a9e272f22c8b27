import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { literal } from "../../scripts/lib/bytes";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { buildBoard } from "../../scripts/lib/build/build";
import { EspruinoConsole } from "../../scripts/lib/flash/espruino/console";
import { flash } from "../../scripts/lib/flash/flash";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { switchBluetooth } from "../../scripts/lib/flash/espruino/bluetooth";
import { HAS_SPARE_LOADER, LOADER, SPARE_LOADER } from "../../scripts/lib/flash/espruino/program-slots";
import { startProgram, upload } from "../../scripts/lib/flash/espruino/upload";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { EspruinoLine } from "./espruino-line";
import { espruinoPreload } from "./espruino-preload";
import { espruinoProblem } from "./espruino-runner";

const root = resolve(__dirname, "../..");
const STORAGE = 'require("Storage")';
const executable = process.env["ESPRUINO"] ?? "";

describe("an upload to a real Espruino", function () {
  this.timeout(60_000);
  let folder: string;
  let line: EspruinoLine;

  before(function () {
    if (espruinoProblem(executable) !== undefined) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espruino-"));
    line = new EspruinoLine(executable, folder);
  });
  afterEach(async () => {
    await line?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  /** Cuts the power, and switches it on again. */
  async function restart(): Promise<EspruinoConsole> {
    await line.close();
    line = new EspruinoLine(executable, folder);
    return new EspruinoConsole(line);
  }

  it("ends online, and comes up by itself after a restart", async () => {
    const broker = new EmbeddedBroker();
    await broker.start();
    try {
      const { environment } = simulationEnvironment(root, process.env);
      const { board } = loadBoard("greenhouse", { environment });
      const { bundlePath, secrets } = await buildBoard(board, root, join(folder, "dist"));
      const preload = espruinoPreload({ brokerPort: broker.port });
      await new EspruinoConsole(line).evaluate(`require("Storage").write(".boot0",${literal(preload)})`);
      const printed: string[] = [];
      await flash(line, {
        board,
        files: [{ name: "bundle.js", bytes: readFileSync(bundlePath, "latin1") }],
        secrets,
        installRuntime: async () => assert.fail("there is an Espruino"),
        isVerified: true,
        broker: `mqtt://127.0.0.1:${broker.port}`,
        print: (text) => printed.push(text),
      });
      assert.match(printed.at(-1) ?? "", /^greenhouse is online /);
      const online = (): number => broker.messages.filter(({ payload }) => payload === "online").length;
      const before = online();
      const again = await restart();
      await again.waitForLine("mote greenhouse", 15_000);
      while (online() === before) await new Promise((next) => setTimeout(next, 20));
    } finally {
      await broker.stop();
    }
  });

  it("says on its console which secret is missing, turns outputs off, runs nothing more, and can be asked there", async () => {
    const board = completeBoard({
      name: "pump",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://broker.lan"] },
      actuators: [{ id: "pump", type: "switch", pin: "D25", activeLow: true, initialValue: "ON" }],
    });
    const { bundlePath, secrets } = await buildBoard(board, root, join(folder, "dist"));
    const console = new EspruinoConsole(line);
    await console.evaluate(`${STORAGE}.write(".boot0",${literal(espruinoPreload({ brokerPort: 1 }))})`);
    await upload(console, {
      program: readFileSync(bundlePath, "latin1"),
      secrets: secrets.replace("host ", "most "),
    });
    await startProgram(console);
    await console.waitForLine("@pin 25 1", 15_000);
    await console.waitForLine("Uncaught Error: mote.secrets lacks host: npx mote flash --board pump writes it", 15_000);
    assert.equal(await console.evaluate('global["\\xff"].timers.length'), 0);
  }).timeout(120_000);

  it("starts the program that is there, once, while Bluetooth is switched and the boot code is gone", async () => {
    const console = new EspruinoConsole(line);
    const program = (name: string): string =>
      `global.runs=(global.runs||0)+1;function topLevel(){return "${name}"}let here=1;setTimeout(function(){print(topLevel()+here+" "+runs)},100)`;
    // What the interpreter for Linux lacks: a chip that remembers, removes the boot code, and restarts.
    const chip =
      'var ESP32={getState:function(){return {BLE:!require("Storage").read("off")}},enableBLE:function(on){' +
      'var s=require("Storage");s.write("off","1");s.erase(".bootcde");s.erase(".bootrst");load()}};';
    await upload(console, { program: program("old"), secrets: "!" });
    await console.evaluate(`${STORAGE}.write(".boot0",${literal(chip)})`);
    await startProgram(console);
    await console.waitForLine("old1 1", 5_000);
    await switchBluetooth(console, false, () => {});
    assert.equal(await console.evaluate(`${STORAGE}.read(".bootcde")===undefined`), true);
    const without = await restart();
    await without.waitForLine("old1 1", 5_000);
    await upload(without, { program: program("new"), secrets: "!" });
    assert.deepEqual(
      await without.evaluate(
        `[ESP32.getState().BLE,${STORAGE}.read(".boot3")===undefined,${STORAGE}.read(".bootcde").length]`,
      ),
      [false, true, LOADER.length],
    );
    const next = await restart();
    await next.waitForLine("new1 1", 5_000);
    // A loss of power in the moment between: both are there, and one of them stands back.
    await next.evaluate(`${STORAGE}.write(".boot3",${literal(SPARE_LOADER)})`);
    const both = await restart();
    await both.waitForLine("new1 1", 5_000);
    assert.equal(await both.evaluate(HAS_SPARE_LOADER), true);
    await both.evaluate(
      `(${STORAGE}.erase(".boot3"),${STORAGE}.write(".boot3",${literal(SPARE_LOADER.slice(0, 99))},0,${SPARE_LOADER.length}))`,
    );
    const torn = await restart();
    await torn.waitForLine("new1 1", 5_000);
    assert.equal(await torn.evaluate(HAS_SPARE_LOADER), true);
  });

  it("leaves the old program when the power is cut in the middle", async () => {
    const console = new EspruinoConsole(line);
    await upload(console, { program: 'print("mote old")', secrets: "!" });
    await startProgram(console);
    const next = await restart();
    await next.waitForLine("mote old", 5_000);
    let isCut = false;
    const interrupted = upload(next, {
      program: `print("mote new")//${".".repeat(5_000)}`,
      secrets: "!",
      onProgress: (done) => {
        if (done > 2_000 && !isCut) {
          isCut = true;
          void line.close();
        }
      },
    });
    await assert.rejects(interrupted, /the line has ended/);
    await (await restart()).waitForLine("mote old", 5_000);
  });
});
