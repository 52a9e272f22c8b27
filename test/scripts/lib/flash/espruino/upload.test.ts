import assert from "node:assert/strict";
import { EspruinoConsole } from "../../../../../scripts/lib/flash/espruino/console";
import { LOADER } from "../../../../../scripts/lib/flash/espruino/program-slots";
import { startProgram, upload } from "../../../../../scripts/lib/flash/espruino/upload";
import { UserError } from "../../../../../scripts/lib/user-error";
import { ConsoleChip } from "../../../../simulator/console/console-chip";
import { FlashFiles } from "../../../../simulator/console/flash-files";
import { inFullOr } from "../../../../thorough";

/** A program that says its name, with every byte there is behind it. */
function program(name: string): string {
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("");
  return `print(${JSON.stringify(`mote ${name}`)});//${bytes.replace(/[\n\r]/g, "")}${".".repeat(700)}\n`;
}

async function put(chip: ConsoleChip, name: string, secrets = "ssid 4 home!"): Promise<void> {
  const console = new EspruinoConsole(chip.plug());
  await upload(console, { program: program(name), secrets });
  await startProgram(console);
  await new Promise(setImmediate);
}

/** So many bytes are between two places where a line is cut. */
const CUT_EVERY = inFullOr(7, 11 * 7);

/** A chip on which `old` runs. */
async function withOld(): Promise<ConsoleChip> {
  const chip = new ConsoleChip();
  await put(chip, "old");
  chip.boot();
  assert.deepEqual(chip.printed, ["mote old"]);
  return chip;
}

describe("an upload", () => {
  it("starts at once and at every boot, byte for byte as it was sent", async () => {
    const chip = new ConsoleChip();
    await put(chip, "first");
    assert.deepEqual(chip.printed, ["mote first"]);
    chip.boot();
    assert.deepEqual(chip.printed, ["mote first"]);
    assert.equal(chip.flash.read("mote.a"), program("first"));
  });

  it("takes the place of the one before, again and again", async () => {
    const chip = await withOld();
    for (const name of ["second", "third", "fourth"]) {
      await put(chip, name);
      chip.boot();
      assert.deepEqual(chip.printed, [`mote ${name}`]);
    }
    assert.equal(chip.flash.files.size, 6);
  });

  it("waits when the chip asks for a pause", async () => {
    const chip = new ConsoleChip();
    chip.asksForPauses = true;
    await put(chip, "first");
    chip.boot();
    assert.deepEqual(chip.printed, ["mote first"]);
  });

  it("leaves the old program wherever the line is cut", async () => {
    const whole = await withOld();
    const before = whole.receivedBytes;
    await put(whole, "new");
    const bytes = whole.receivedBytes - before;
    let isNew = 0;
    for (let cut = 1; cut <= bytes; cut += CUT_EVERY) {
      const chip = await withOld();
      chip.cutAtByte = chip.receivedBytes + cut;
      await put(chip, "new").catch((error) => assert.ok(error instanceof UserError, String(error)));
      chip.boot();
      assert.equal(chip.printed.length, 1, `cut at byte ${cut}: ${chip.printed.join()}`);
      assert.match(chip.printed[0], /^mote (old|new)$/);
      if (chip.printed[0] === "mote new") isNew++;
    }
    // Only what comes behind the marker may be cut off a new program.
    assert.ok(isNew > 0 && isNew < bytes / CUT_EVERY / 2, `${isNew} of ${bytes / CUT_EVERY}`);
  }).timeout(60_000);

  it("leaves the old program or the new one wherever power is lost in flash memory", async () => {
    const whole = await withOld();
    const before = whole.flash.steps;
    await put(whole, "new");
    const steps = whole.flash.steps - before;
    assert.ok(steps > 4);
    for (let step = 1; step <= steps; step++) {
      const chip = await withOld();
      chip.flash.loseAtStep = chip.flash.steps + step;
      await assert.rejects(put(chip, "new"), UserError);
      chip.boot();
      assert.deepEqual(chip.printed, ["mote old"], `step ${step}`);
      await put(chip, "again");
      chip.boot();
      assert.deepEqual(chip.printed, ["mote again"], `after step ${step}`);
    }
  });

  it("that is abandoned lets the chip start its old program by itself", async () => {
    const chip = await withOld();
    chip.cutAtByte = chip.receivedBytes + 1_000;
    await assert.rejects(put(chip, "new"), /the line has ended/);
    chip.printed.length = 0;
    chip.pass(30_000);
    assert.deepEqual(chip.printed, ["mote old"]);
  });

  it("that arrives otherwise than it was sent does not count", async () => {
    const chip = await withOld();
    const { write } = chip.flash;
    chip.flash.write = (name, data, offset, size) =>
      write.call(chip.flash, name, name === "mote.b" ? data.replace("m", "n") : data, offset, size);
    await assert.rejects(put(chip, "new"), /not what was sent; the old program stays/);
    chip.boot();
    assert.deepEqual(chip.printed, ["mote old"]);
  });

  it("begins anew when what arrived is not what was sent", async () => {
    const chip = await withOld();
    const { write } = chip.flash;
    let isDamaged = false;
    chip.flash.write = (name, data, offset, size) => {
      if (name === "mote.b" && !isDamaged) {
        isDamaged = true;
        return write.call(chip.flash, name, data.replace("m", "n"), offset, size);
      }
      return write.call(chip.flash, name, data, offset, size);
    };
    await put(chip, "new");
    assert.ok(isDamaged);
    chip.boot();
    assert.deepEqual(chip.printed, ["mote new"]);
  });

  it("is refused where both programs do not fit, after compacting", async () => {
    const chip = new ConsoleChip(new FlashFiles(program("old").length * 2));
    await put(chip, "old");
    await assert.rejects(put(chip, "new"), /bytes free, and \d+ are needed/);
    chip.boot();
    assert.deepEqual(chip.printed, ["mote old"]);
  });

  it("compacts what earlier programs left behind", async () => {
    const chip = new ConsoleChip(new FlashFiles(2 * (program("n").length + LOADER.length) + 300));
    for (const name of ["1", "2", "3", "4", "5"]) {
      await put(chip, name);
      chip.boot();
      assert.deepEqual(chip.printed, [`mote ${name}`]);
    }
  });

  for (const file of [".bootcde", ".bootrst"]) {
    it(`takes the place of boot code in ${file} that is not ours`, async () => {
      const chip = new ConsoleChip();
      chip.flash.write(file, 'print("something else")');
      chip.boot();
      assert.deepEqual(chip.printed, ["something else"]);
      await put(chip, "first");
      chip.boot();
      assert.deepEqual(chip.printed, ["mote first"]);
    });
  }

  it("does not count a marker that power loss tore", async () => {
    const chip = await withOld();
    chip.flash.write("mote.b", 'print("half")');
    chip.flash.write("mote.b.ok", "9\xff");
    chip.boot();
    assert.deepEqual(chip.printed, ["mote old"]);
  });
});

describe("a look at the console", () => {
  it("finds Espruino, with its version, board and room", async () => {
    const chip = new ConsoleChip();
    assert.deepEqual(await new EspruinoConsole(chip.plug()).look(), {
      kind: "espruino",
      version: "2v29",
      board: "ESP32",
      freeBytes: 917_504,
    });
  });

  for (const [kind, greeting] of [
    ["bootLoader", "rst:0x1 (POWERON_RESET)\r\nwaiting for download\r\n"],
    ["bootLoader", "invalid header: 0xffffffff\r\n"],
    ["nodemcu", "stdin:1: unexpected symbol near char(16)\r\n> "],
    ["nothing", ""],
  ]) {
    it(`tells ${kind} by ${JSON.stringify(greeting)}`, async () => {
      let hear: (bytes: Uint8Array) => void = () => {};
      const line = {
        ...new ConsoleChip().plug(),
        write: async () => hear(Buffer.from(greeting)),
        onBytes: (listener: (bytes: Uint8Array) => void) => {
          hear = listener;
          return () => undefined;
        },
      };
      assert.equal((await new EspruinoConsole(line).look(20)).kind, kind);
    });
  }

  it("says what an expression throws, and goes on", async () => {
    const console = new EspruinoConsole(new ConsoleChip().plug());
    await assert.rejects(console.evaluate("nowhere.to"), /Espruino says: ReferenceError/);
    assert.equal(await console.evaluate("1+1"), 2);
  });
});
