import assert from "node:assert/strict";
import { LOADER, SPARE_LOADER } from "../../../../../scripts/lib/flash/espruino/program-slots";
import { flash } from "../../../../../scripts/lib/flash/flash";
import { UserError } from "../../../../../scripts/lib/user-error";
import { ConsoleChip } from "../../../../simulator/console/console-chip";
import { inFullOr } from "../../../../thorough";
import { exampleBoard } from "../../board/example-board";

/** So many bytes are between two places where a line is cut. */
const CUT_EVERY = inFullOr(7, 11 * 7);

/** Flashes a program that says its name, and gives what was printed about Bluetooth. */
async function put(chip: ConsoleChip, name: string, isAskedFor = false): Promise<string[]> {
  const printed: string[] = [];
  await flash(chip.plug(), {
    board: exampleBoard(isAskedFor ? { consoles: { telnet: false, bluetooth: true } } : {}),
    files: [{ name: "bundle.js", bytes: `print("mote ${name}");//${".".repeat(700)}\n` }],
    secrets: "!",
    installRuntime: async () => assert.fail("there is an Espruino"),
    isVerified: false,
    broker: new Map(),
    print: (line) => printed.push(line),
  });
  await new Promise(setImmediate);
  return printed.filter((line) => line.startsWith("Bluetooth"));
}

/** The programs that a boot starts; a boot code that was torn says something else. */
function booted(chip: ConsoleChip): string[] {
  chip.boot();
  return chip.printed.filter((line) => !line.startsWith("Uncaught"));
}

/** A chip with Bluetooth on which `old` runs. */
async function withOld(): Promise<ConsoleChip> {
  const chip = new ConsoleChip();
  await put(chip, "old", true);
  assert.deepEqual([booted(chip), chip.flash.hasBluetooth], [["mote old"], true]);
  return chip;
}

describe("flashing a chip with Bluetooth", () => {
  it("switches it off once, and says so", async () => {
    const chip = new ConsoleChip();
    assert.deepEqual(await put(chip, "first"), ["Bluetooth switched off for good: some 2,000 variables more"]);
    assert.equal(chip.flash.hasBluetooth, false);
    assert.deepEqual(booted(chip), ["mote first"]);
    const { steps } = chip.flash;
    assert.deepEqual(await put(chip, "second"), []);
    assert.deepEqual(booted(chip), ["mote second"]);
    // One marker and one program, and the files that they took the place of: nothing of Bluetooth, nor of the boot code.
    assert.ok(chip.flash.steps - steps < 12, String(chip.flash.steps - steps));
  });

  it("leaves it on where the board file asks for its console, and switches it on again for that", async () => {
    const chip = new ConsoleChip();
    assert.deepEqual(await put(chip, "open", true), []);
    assert.equal(chip.flash.hasBluetooth, true);
    await put(chip, "closed");
    assert.equal(chip.flash.hasBluetooth, false);
    assert.deepEqual(await put(chip, "open", true), ["Bluetooth switched on for good"]);
    assert.equal(chip.flash.hasBluetooth, true);
    assert.deepEqual(booted(chip), ["mote open"]);
  });

  it("asks again when what it typed was lost in the restart", async () => {
    const chip = await withOld();
    chip.isDeafAtRestart = true;
    await put(chip, "new");
    assert.deepEqual([booted(chip), chip.flash.hasBluetooth], [["mote new"], false]);
  });

  it("goes on where Espruino knows no Bluetooth, and where the chip does not remember what it is told", async () => {
    const without = new ConsoleChip();
    without.knowsBluetooth = false;
    without.boot();
    assert.deepEqual(await put(without, "first"), []);
    assert.deepEqual(booted(without), ["mote first"]);
    const forgetful = new ConsoleChip();
    forgetful.flash.switchBluetooth = () => {};
    assert.deepEqual(await put(forgetful, "first"), [
      "Bluetooth cannot be switched off: the chip does not remember it",
    ]);
    assert.deepEqual(booted(forgetful), ["mote first"]);
  });

  it("has the program that is there start in the meantime, and leaves no second loader", async () => {
    const chip = await withOld();
    const started: string[] = [];
    const { write } = chip.flash;
    chip.flash.write = (name, ...rest) => {
      if (name === "mote.b" && started.length === 0)
        started.push(...chip.printed.filter((line) => line.startsWith("mote")));
      return write.call(chip.flash, name, ...rest);
    };
    await put(chip, "new");
    assert.deepEqual(started, ["mote old"]);
    assert.equal(chip.flash.read(".bootcde"), LOADER);
    assert.equal(chip.flash.read(".boot3"), undefined);
  });

  it("leaves the old program or the new one wherever power is lost in flash memory", async () => {
    const whole = await withOld();
    const before = whole.flash.steps;
    await put(whole, "new");
    const steps = whole.flash.steps - before;
    assert.ok(steps > 8, String(steps));
    const seen = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      const chip = await withOld();
      chip.flash.loseAtStep = chip.flash.steps + step;
      await assert.rejects(put(chip, "new"), UserError);
      const programs = booted(chip);
      assert.match(programs.join(), /^mote (old|new)$/, `step ${step}`);
      seen.add(programs[0]);
      await put(chip, "again");
      assert.deepEqual([booted(chip), chip.flash.hasBluetooth], [["mote again"], false], `after step ${step}`);
      assert.equal(chip.flash.read(".boot3"), undefined, `after step ${step}`);
    }
    assert.deepEqual([...seen], ["mote old", "mote new"]);
  });

  it("leaves the old program or the new one wherever the line is cut", async () => {
    const whole = await withOld();
    const before = whole.receivedBytes;
    await put(whole, "new");
    const bytes = whole.receivedBytes - before;
    for (let cut = 1; cut <= bytes; cut += CUT_EVERY) {
      const chip = await withOld();
      chip.cutAtByte = chip.receivedBytes + cut;
      await put(chip, "new").catch((error) => assert.ok(error instanceof UserError, String(error)));
      assert.match(booted(chip).join(), /^mote (old|new)$/, `cut at byte ${cut}`);
    }
  }).timeout(60_000);

  it("can be done again wherever power was lost while boot code gave way that is not ours", async () => {
    const foreign = (): ConsoleChip => {
      const chip = new ConsoleChip();
      chip.flash.write(".bootcde", 'print("something else")');
      chip.flash.write(".boot3", 'print("more")');
      return chip;
    };
    const whole = foreign();
    const before = whole.flash.steps;
    await put(whole, "first");
    const steps = whole.flash.steps - before;
    for (let step = 1; step <= steps; step++) {
      const chip = foreign();
      chip.flash.loseAtStep = chip.flash.steps + step;
      await assert.rejects(put(chip, "first"), UserError);
      assert.match(booted(chip).join(), /^more(,something else|,mote first|)$/, `step ${step}`);
      await put(chip, "again");
      assert.deepEqual(booted(chip), ["more", "mote again"], `after step ${step}`);
    }
  });

  it("leaves alone what somebody else has in the spare loader's place", async () => {
    const chip = await withOld();
    chip.flash.write(".boot3", 'print("more")');
    await put(chip, "new");
    assert.deepEqual([booted(chip), chip.flash.hasBluetooth], [["more", "mote new"], false]);
  });

  it("ends whole boot code with what the spare loader looks for", () => {
    assert.ok(LOADER.endsWith(";") && SPARE_LOADER.endsWith(LOADER));
  });
});
