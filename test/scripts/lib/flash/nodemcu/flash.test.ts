import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { buildBoard } from "../../../../../scripts/lib/build/build";
import { flash } from "../../../../../scripts/lib/flash/flash";
import type { ProgramFile } from "../../../../../scripts/lib/flash/target";
import { NodeMcuTarget } from "../../../../../scripts/lib/flash/nodemcu/target";
import { loadBoard, simulationEnvironment } from "../../../../../scripts/lib/board/load";
import type { NodeMcuNeeds } from "../../../../../scripts/lib/build/lua/needs";
import type { Board } from "../../../../../scripts/lib/board/config";
import { NodeMcuChip } from "../../../../simulator/console/nodemcu-chip";

const root = resolve(__dirname, "../../../../..");

describe("flashing NodeMCU", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "mote-nodemcu-"));
  const { environment } = simulationEnvironment(root, process.env);
  const { board } = loadBoard("nodemcu-esp32", { environment });
  let files: ProgramFile[];
  let needs: NodeMcuNeeds | undefined;
  let secrets: string;
  let stop = (): void => {};

  before(async () => {
    const build = await buildBoard(board, root, folder);
    needs = build.needs;
    secrets = build.secrets;
    files = build.filePaths.map((path) => ({ name: basename(path), bytes: readFileSync(path, "latin1") }));
  });
  afterEach(() => stop());
  after(() => rmSync(folder, { recursive: true }));

  /** A chip whose clock goes on, quickly. */
  async function livingChip(name: Board["chip"] = "esp32"): Promise<NodeMcuChip> {
    const chip = new NodeMcuChip(undefined, { chip: name });
    await chip.boot();
    stop = chip.live();
    return chip;
  }

  async function flashed(chip: NodeMcuChip): Promise<string[]> {
    const printed: string[] = [];
    await flash(chip.plug(), {
      board,
      files,
      secrets,
      needs,
      installRuntime: async () => assert.fail("it is Espruino that can be installed"),
      isVerified: true,
      broker: "mqtt://127.0.0.1:1",
      print: (line) => printed.push(line.replace(/ {2}\(\d+\.\d s\)$/, "")),
    });
    return printed;
  }

  it("puts the built board on an empty chip, and waits for the node's own line", async () => {
    const chip = await livingChip();
    const [found, written, broker, said, ...more] = await flashed(chip);
    assert.equal(found, "NodeMCU with Lua 5.3, 917504 bytes of its file system free");
    assert.match(written, /^program of \d+ bytes written, compared/);
    assert.match(broker, /no broker can be joined/);
    assert.equal(said, "the node says: mote nodemcu-esp32");
    assert.deepEqual(more, []);
    assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.lua", "mote.secrets"]);
  });

  it("knows the address of an empty chip, whole", async () => {
    const chip = await livingChip();
    const target = new NodeMcuTarget(chip.plug(), {
      chip: "esp32",
      files: [],
      secrets: "!",
      needs: { modules: [] },
      print: () => {},
    });
    assert.equal(await target.address(), "24a160aabbcc");
  });

  for (const [name, told] of [
    ["esp32c3", "ESP32-C3"],
    ["esp32s3", "ESP32-S3"],
    ["esp8266", "ESP8266"],
  ] as const) {
    it(`names the ${told} on which NodeMCU runs, where the board is for an ESP32`, async () => {
      const chip = await livingChip(name);
      await assert.rejects(
        flashed(chip),
        new RegExp(`NodeMCU runs there on an ${told}, and the board is for the ESP32: plug in`),
      );
      assert.ok(!chip.files.has("mote.lua"));
    });
  }

  it("refuses a build of NodeMCU without a module that the program needs, before anything is written", async () => {
    const chip = await livingChip();
    chip.without = ["ledc"];
    await chip.boot();
    await assert.rejects(
      flashed(chip),
      /built without the module "ledc".* adc, file, gpio, ledc, net, node, tmr, wifi, write it/,
    );
    assert.equal(chip.files.size, 0);
  });
});
