import assert from "node:assert/strict";
import type { ProgramFile } from "../../../../../scripts/lib/flash/target";
import { loadFromFlash } from "../../../../../scripts/lib/build/lua/build-lua";
import { lfsImage } from "../../../../../scripts/lib/build/lua/lfs/image";
import { lfsInit } from "../../../../../scripts/lib/build/lua/lfs-init";
import { NodeMcuConsole } from "../../../../../scripts/lib/flash/nodemcu/console";
import { NodeMcuTarget } from "../../../../../scripts/lib/flash/nodemcu/target";
import { uploadLua } from "../../../../../scripts/lib/flash/nodemcu/upload";
import { UserError } from "../../../../../scripts/lib/user-error";
import { NodeMcuChip } from "../../../../simulator/console/nodemcu-chip";

describe("flashing NodeMCU on the ESP8266", function () {
  this.timeout(60_000);
  let chip: NodeMcuChip;
  let stop: () => void;

  beforeEach(async () => {
    chip = new NodeMcuChip(undefined, { chip: "esp8266" });
    await chip.boot();
    stop = chip.live();
  });
  afterEach(() => stop());

  async function flash(says: string): Promise<string> {
    const { files: made, chipFiles, needs } = loadFromFlash(`print("mote ${says}")`);
    const files: ProgramFile[] = chipFiles.map((name) => ({ name, bytes: made[name] }));
    const printed: string[] = [];
    const target = new NodeMcuTarget(chip.plug(), {
      chip: "esp8266",
      files,
      secrets: "!",
      needs: needs!,
      print: (line) => printed.push(line),
    });
    await target.prepare();
    await target.upload();
    await target.start();
    await target.waitForLine(`mote ${says}`, 30_000);
    return printed.join("\n");
  }

  it("puts init.lua and the image on the chip, which puts that into its flash and starts it, again and again", async () => {
    for (const says of ["first", "second"]) {
      const printed = await flash(says);
      assert.match(printed, /^NodeMCU with Lua 5\.1, \d+ bytes of its file system free/);
      assert.ok(chip.printed.includes(`mote ${says}`), chip.printed.join("\n"));
      assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.img", "mote.secrets"]);
    }
    await chip.boot();
    await chip.pass(2_000);
    assert.equal(chip.printed.at(-1), "mote second");
  });

  it("refuses a chip without a partition for the image, before anything is written, and says what to type", async () => {
    const table = "{lfs_addr=0,lfs_size=0,spiffs_addr=0x8b000,spiffs_size=0x372000}";
    await new NodeMcuConsole(chip.plug()).run(`node.getpartitiontable=function()return${table}end`);
    await assert.rejects(flash("first"), {
      message: new RegExp(
        "partition for LFS has 0 bytes, and the program needs \\d+\\. Type node\\.setpartitiontable\\{lfs_addr=0x8b000," +
          "lfs_size=0x20000,spiffs_addr=0xab000,spiffs_size=0x352000\\} on its console",
      ),
    });
    assert.equal(chip.files.size, 0);
  });

  it("refuses a NodeMCU with another Lua", async () => {
    await new NodeMcuConsole(chip.plug()).run('_VERSION="Lua 5.3"');
    await assert.rejects(flash("first"), /built for Lua 5\.3 or without floating point/);
    assert.equal(chip.files.size, 0);
  });
});

describe("an ESP8266 whose power fails", function () {
  this.timeout(60_000);
  const program = (says: string): ProgramFile[] => [
    { name: "mote.img", bytes: lfsImage(`print("mote ${says}")`, "mote").file },
    { name: "init.lua", bytes: lfsInit(0x20000) },
  ];
  const put = (chip: NodeMcuChip, says: string): Promise<string[]> =>
    uploadLua(new NodeMcuConsole(chip.plug()), { files: program(says) });

  /** What the program says after a boot, and the boots that the chip makes by itself. */
  async function booted(chip: NodeMcuChip): Promise<string[]> {
    await chip.boot();
    await chip.pass(20_000);
    return chip.printed.filter((line) => line.startsWith("mote "));
  }

  async function withOld(): Promise<NodeMcuChip> {
    const files = new Map(program("old").map(({ name, bytes }) => [name, bytes]));
    const chip = new NodeMcuChip(files, { chip: "esp8266" });
    assert.deepEqual(await booted(chip), ["mote old"]);
    return chip;
  }

  it("has the old program or the new one, whichever change of its files it failed at", async () => {
    const whole = await withOld();
    const before = whole.power.steps;
    await put(whole, "new");
    const steps = whole.power.steps - before;
    assert.ok(steps > 4, `${steps}`);
    for (let step = 1; step <= steps; step++) {
      const chip = await withOld();
      chip.power.loseAtStep = chip.power.steps + step;
      await assert.rejects(put(chip, "new"), UserError);
      // Between removing the old and renaming the new there is only the new.
      const expected = [step === steps ? "mote new" : "mote old"];
      assert.deepEqual(await booted(chip), expected, `step ${step} of ${steps}`);
      assert.deepEqual(await booted(chip), expected, `again after step ${step} of ${steps}`);
    }
  });

  it("has the new program in the end where it failed while init.lua had that put into flash", async () => {
    for (let step = 1, isWhole = false; !isWhole; step++) {
      const chip = await withOld();
      await put(chip, "new");
      await chip.boot();
      chip.power.loseAtStep = chip.power.steps + step;
      isWhole = await chip.pass(20_000);
      assert.equal(isWhole, step > 3, `step ${step}`);
      assert.deepEqual(await booted(chip), ["mote new"], `step ${step}`);
      assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.img"]);
    }
  });
});
