import assert from "node:assert/strict";
import { EspruinoConsole } from "../../../../../scripts/lib/flash/espruino/console";
import { upload } from "../../../../../scripts/lib/flash/espruino/upload";
import { UserError } from "../../../../../scripts/lib/user-error";
import { ConsoleChip } from "../../../../simulator/console/console-chip";

const OLD = "ssid 4 homepassword 4 hush!";
const NEW = "ssid 4 shedpassword 300 " + '\xe9"\\\n'.repeat(75) + "!";

function put(chip: ConsoleChip, secrets: string): Promise<boolean> {
  return upload(new EspruinoConsole(chip.plug()), { program: 'print("mote")', secrets });
}

async function withOld(): Promise<ConsoleChip> {
  const chip = new ConsoleChip();
  assert.equal(await put(chip, OLD), true);
  return chip;
}

describe("an upload's secrets", () => {
  it("are on the chip byte for byte, in one file, and in no other", async () => {
    const chip = await withOld();
    assert.equal(await put(chip, NEW), true);
    assert.equal(chip.flash.read("mote.secrets"), NEW);
    for (const [name, bytes] of chip.flash.files) assert.ok(name === "mote.secrets" || !bytes.includes("shed"), name);
  });

  it("are written again only when they are others", async () => {
    const chip = await withOld();
    const { write } = chip.flash;
    const written: string[] = [];
    chip.flash.write = (name, ...rest) => {
      written.push(name);
      return write.call(chip.flash, name, ...rest);
    };
    assert.equal(await put(chip, OLD), false);
    assert.ok(!written.some((name) => name.startsWith("mote.secrets")), written.join());
    assert.equal(await put(chip, NEW), true);
    assert.ok(written.includes("mote.secrets"));
  });

  it("are whole or do not count, wherever power is lost in flash memory, and are put right by the next upload", async () => {
    const whole = await withOld();
    const before = whole.flash.steps;
    await put(whole, NEW);
    const steps = whole.flash.steps - before;
    let torn = 0;
    for (let step = 1; step <= steps; step++) {
      const chip = await withOld();
      chip.flash.loseAtStep = chip.flash.steps + step;
      await assert.rejects(put(chip, NEW), UserError);
      const left = chip.flash.read("mote.secrets");
      if (left === undefined || !left.endsWith("!")) torn++;
      else assert.ok([OLD, NEW].includes(left), `step ${step}: ${left}`);
      chip.boot();
      await put(chip, NEW);
      assert.equal(chip.flash.read("mote.secrets"), NEW, `after step ${step}`);
      assert.ok(!chip.flash.files.has("mote.secrets.new"));
    }
    // While they take the old ones' place: erased, begun, and half written.
    assert.ok(torn > 0 && torn <= 3, `${torn} of ${steps}`);
  });

  it("that arrive otherwise than they were sent leave the old ones", async () => {
    const chip = await withOld();
    const { write } = chip.flash;
    chip.flash.write = (name, data, ...rest) =>
      write.call(chip.flash, name, name === "mote.secrets.new" ? data.replace("shed", "shod") : data, ...rest);
    await assert.rejects(put(chip, NEW), /not what was sent; the old program stays/);
    assert.equal(chip.flash.read("mote.secrets"), OLD);
  });
});
