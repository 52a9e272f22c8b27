import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ProgramFile } from "../../../../scripts/lib/flash-target";
import { loadFromFlash } from "../../../../scripts/lib/lua/build-lua";
import { NodeMcuTarget } from "../../../../scripts/lib/nodemcu/target";
import { NodeMcuChip } from "../../../simulator/console/nodemcu-chip";

describe("flashing NodeMCU on the ESP8266", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "mote-lfs-"));
  let chip: NodeMcuChip;
  let stop: () => void;

  beforeEach(async () => {
    chip = new NodeMcuChip(undefined, { chip: "esp8266" });
    await chip.boot();
    stop = chip.live();
  });
  afterEach(() => stop());
  after(() => rmSync(folder, { recursive: true }));

  async function flash(says: string): Promise<string> {
    const { filePaths, needs } = loadFromFlash(`print("mote ${says}")`, folder);
    const files: ProgramFile[] = filePaths.map((path) => ({
      name: basename(path),
      bytes: readFileSync(path, "latin1"),
    }));
    const printed: string[] = [];
    const target = new NodeMcuTarget(chip.plug(), {
      chip: "esp8266",
      files,
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
      assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.img"]);
    }
    await chip.boot();
    await chip.pass(2_000);
    assert.equal(chip.printed.at(-1), "mote second");
  });
});
