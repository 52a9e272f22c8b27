import assert from "node:assert/strict";
import type { ProgramFile } from "../../../../../scripts/lib/flash/target";
import { init } from "../../../../../scripts/lib/build/lua/init";
import { NodeMcuConsole } from "../../../../../scripts/lib/flash/nodemcu/console";
import { uploadLua } from "../../../../../scripts/lib/flash/nodemcu/upload";
import { UserError } from "../../../../../scripts/lib/user-error";
import { NodeMcuChip } from "../../../../simulator/console/nodemcu-chip";
import { inFullOr } from "../../../../thorough";

const INIT = init(false);
/** So many bytes are between two places where a line is cut. */
const CUT_EVERY = inFullOr(197, 11 * 197);

/** A program that says its name, with every byte there is behind it. */
function program(name: string): ProgramFile[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("");
  return [
    { name: "mote.lua", bytes: `print("mote ${name}")--${bytes.replace(/[\n\r]/g, "")}${".".repeat(700)}\n` },
    { name: "init.lua", bytes: INIT },
  ];
}

async function put(chip: NodeMcuChip, name: string): Promise<void> {
  const console = new NodeMcuConsole(chip.plug());
  await uploadLua(console, { files: program(name) });
}

/** What the chip says of itself after a boot. */
async function booted(chip: NodeMcuChip): Promise<string[]> {
  await chip.boot();
  await chip.pass(2_000);
  return chip.printed.filter((line) => !line.startsWith("mote: starts"));
}

async function withOld(): Promise<NodeMcuChip> {
  const chip = new NodeMcuChip(new Map(program("old").map(({ name, bytes }) => [name, bytes])));
  assert.deepEqual(await booted(chip), ["mote old"]);
  return chip;
}

describe("an upload to NodeMCU", () => {
  it("puts the files on an empty chip, byte for byte, in lines that its console takes", async () => {
    const chip = new NodeMcuChip();
    await chip.boot();
    await put(chip, "first");
    assert.deepEqual(Object.fromEntries(chip.files), {
      "mote.lua": program("first")[0].bytes,
      "init.lua": INIT,
    });
    assert.ok(chip.longestLine <= 250, `${chip.longestLine}`);
    assert.deepEqual(await booted(chip), ["mote first"]);
  });

  it("takes the place of the one before, again and again, and leaves an init.lua that is the same alone", async () => {
    const chip = await withOld();
    for (const name of ["second", "third"]) {
      await put(chip, name);
      assert.deepEqual(await booted(chip), [`mote ${name}`]);
      assert.deepEqual([...chip.files.keys()].sort(), ["init.lua", "mote.lua"]);
    }
  });

  it("keeps somebody's init.lua as init.old", async () => {
    const chip = new NodeMcuChip(new Map([["init.lua", 'print("something else")']]));
    assert.deepEqual(await booted(chip), ["something else"]);
    await put(chip, "first");
    assert.deepEqual(await booted(chip), ["mote first"]);
    assert.equal(chip.files.get("init.old"), 'print("something else")');
  }).timeout(20_000);

  it("leaves the old program or the new one wherever the line is cut", async () => {
    const whole = await withOld();
    const before = whole.receivedBytes;
    await put(whole, "new");
    const bytes = whole.receivedBytes - before;
    let isNew = 0;
    for (let cut = 1; cut <= bytes; cut += CUT_EVERY) {
      const chip = await withOld();
      chip.cutAtByte = chip.receivedBytes + cut;
      await put(chip, "new").catch((error) => assert.ok(error instanceof UserError, String(error)));
      const said = await booted(chip);
      assert.equal(said.length, 1, `cut at byte ${cut}: ${said.join()}`);
      assert.match(said[0], /^mote (old|new)$/);
      if (said[0] === "mote new") isNew++;
    }
    // The last lines take away what came over the air before.
    assert.ok(isNew < Math.max(2, bytes / CUT_EVERY / 5), `${isNew} of ${bytes / CUT_EVERY}`);
  }).timeout(60_000);

  it("leaves the old program or the new one wherever power is lost in the file system", async () => {
    const whole = await withOld();
    const before = whole.power.steps;
    await put(whole, "new");
    const steps = whole.power.steps - before;
    assert.ok(steps > 6, `${steps}`);
    for (let step = 1; step <= steps; step++) {
      const chip = await withOld();
      chip.power.loseAtStep = chip.power.steps + step;
      await assert.rejects(put(chip, "new"), UserError);
      // Between removing the old and renaming the new there is only the new.
      assert.deepEqual(await booted(chip), [step === steps ? "mote new" : "mote old"], `step ${step} of ${steps}`);
      await put(chip, "again");
      assert.deepEqual(await booted(chip), ["mote again"], `after step ${step}`);
    }
  }).timeout(60_000);

  it("that is abandoned lets the chip start its old program by itself", async () => {
    const chip = await withOld();
    chip.cutAtByte = chip.receivedBytes + 2_500;
    await assert.rejects(put(chip, "new"), /the line has ended/);
    chip.printed.length = 0;
    await chip.pass(32_000);
    assert.equal(chip.printed.at(-1), "mote old");
  });

  it("that arrives otherwise than it was sent does not count, and is begun anew", async () => {
    const chip = await withOld();
    chip.damage = (bytes) => bytes.replace("mote new", "mote mew");
    await assert.rejects(put(chip, "new"), /not what was sent; the old program stays/);
    assert.deepEqual(await booted(chip), ["mote old"]);
    let isDamaged = false;
    chip.damage = (bytes) => {
      if (isDamaged || !bytes.includes("mote new")) return bytes;
      isDamaged = true;
      return bytes.replace("mote new", "mote mew");
    };
    await put(chip, "new");
    assert.ok(isDamaged);
    assert.deepEqual(await booted(chip), ["mote new"]);
  });

  it("is refused where it does not fit beside the program that is there", async () => {
    const chip = new NodeMcuChip(new Map([["log.txt", ".".repeat(917_000)]]));
    await chip.boot();
    await assert.rejects(put(chip, "new"), /bytes free, and \d+ are needed/);
  }).timeout(20_000);
});

describe("a look at NodeMCU's console", () => {
  it("finds its Lua and its room", async () => {
    const chip = new NodeMcuChip();
    await chip.boot();
    assert.deepEqual(await new NodeMcuConsole(chip.plug()).look(), { lua: "Lua 5.3", freeBytes: 917_504 });
  });

  it("finds nothing where nothing answers, also after a reset by the line's signals", async () => {
    const signals: object[] = [];
    const line = {
      ...new NodeMcuChip().plug(),
      write: async () => {},
      setSignals: async (each: object) => void signals.push(each),
    };
    assert.equal(await new NodeMcuConsole(line).look(20, 40), undefined);
    assert.deepEqual(signals, [{ dtr: false, rts: true }, { rts: false }]);
  });

  it("says what fails, and goes on", async () => {
    const chip = new NodeMcuChip();
    await chip.boot();
    const console = new NodeMcuConsole(chip.plug());
    await assert.rejects(console.run("return nowhere.to"), /Lua says: .*nowhere/);
    assert.equal(await console.run("return 1 + 1"), "2");
  });
});
