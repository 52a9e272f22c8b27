import assert from "node:assert/strict";
import { flasherStub } from "./stub";
import { installRuntime, type InstallOptions } from "../../../../../scripts/lib/flash/interpreter/install";
import { assembleImage, type RuntimeImage } from "../../../../../scripts/lib/flash/interpreter/image";
import type { RuntimeChip } from "../../../../../scripts/lib/flash/interpreter/layout";
import { forFlashOf, programProblem } from "../../../../../scripts/lib/flash/interpreter/image-format";
import { UserError } from "../../../../../scripts/lib/user-error";
import { Random } from "../../../../random";
import { inFullOr } from "../../../../thorough";
import { EspChip } from "../../../../simulator/boot-rom/chip";
import { SerialCable, type CableOptions } from "../../../../simulator/boot-rom/serial-cable";
import { ESP32, ESP32_C3, ESP32_H2, ESP32_S3, type ChipVariant } from "../../../../simulator/boot-rom/variants";
import { sampleRelease } from "./sample-release";
import { inVirtualTime } from "./virtual-time";

const MB = 1024 * 1024;
const OTHER_FIRMWARE = Uint8Array.of(0xe9, 1, 2, 0x20);

/** Four blocks on the line: enough for what goes wrong on it. */
const SMALL = [60_004, 40_000];
/** Twelve blocks. */
const LARGE = [180_004, 10_000, 220_012];

function imageFor(chip: RuntimeChip, segments = SMALL): RuntimeImage {
  const files = sampleRelease(chip, 1, segments);
  return assembleImage(chip, "2v29", "the sample", (file) => files.get(file));
}

class Bench {
  readonly chip: EspChip;
  readonly cable: SerialCable;
  readonly printed: string[] = [];
  readonly asked: string[] = [];
  readonly progress: number[] = [];
  image: RuntimeImage;

  constructor(
    stub: Awaited<ReturnType<typeof flasherStub>>,
    { variant = ESP32, flashSize = 4 * MB, cable = {} as CableOptions } = {},
  ) {
    this.chip = new EspChip({ variant, flashSize, stub });
    this.cable = new SerialCable(this.chip, cable);
    this.image = imageFor(variant === ESP32_C3 ? "esp32c3" : variant === ESP32_S3 ? "esp32s3" : "esp32");
  }

  static async with(options: { variant?: ChipVariant; flashSize?: number; cable?: CableOptions } = {}): Promise<Bench> {
    return new Bench(await flasherStub((options.variant ?? ESP32).name), options);
  }

  install(options: Partial<InstallOptions> = {}): Promise<unknown> {
    return inVirtualTime(() =>
      installRuntime(this.cable, {
        chip: "esp32",
        isEspruino: false,
        findImage: async () => this.image,
        confirm: async (question) => this.asked.push(question) < 0,
        print: (line) => this.printed.push(line),
        onProgress: (done) => this.progress.push(done),
        ...options,
      }),
    );
  }

  async refusal(options: Partial<InstallOptions> = {}): Promise<string> {
    const before = Buffer.from(this.chip.flash.bytes);
    const error = await this.install(options).then(
      () => assert.fail("it was written"),
      (error: unknown) => error,
    );
    assert.ok(error instanceof UserError, String(error));
    assert.ok(before.equals(this.chip.flash.bytes), "not a byte was written");
    assert.ok(!["rom", "stub"].includes(this.chip.mode), "what was on the chip runs again");
    assert.equal(this.cable.baudRates.at(-1), 115_200);
    return error.message;
  }

  /** Whether flash holds the image, byte for byte. */
  get holdsImage(): boolean {
    return this.image.parts.every(({ offset, bytes }) =>
      Buffer.from(this.chip.flash.read(offset, bytes.length)).equals(bytes),
    );
  }
}

describe("writing Espruino to a chip", function () {
  this.timeout(30_000);

  it("a blank chip is identified, written, verified and started, and nobody is asked", async () => {
    const bench = await Bench.with();
    bench.image = imageFor("esp32", LARGE);
    assert.deepEqual(await bench.install(), {
      chip: "esp32",
      description: "ESP32-D0WD-V3 (revision 3)",
      mac: "24:0a:c4:12:34:56",
      flashBytes: 4 * MB,
    });
    assert.ok(bench.holdsImage);
    assert.equal(bench.chip.mode, "program");
    assert.deepEqual(bench.asked, []);
    assert.deepEqual(bench.cable.baudRates, [115_200, 460_800, 115_200]);
    const total = bench.image.parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    assert.equal(bench.progress.at(-1), total);
    assert.deepEqual(
      bench.progress,
      [...bench.progress].sort((a, b) => a - b),
    );
  });

  it("nothing but the image's sectors changes where Espruino was", async () => {
    const bench = await Bench.with();
    bench.chip.flash.program(0x1000, OTHER_FIRMWARE);
    bench.chip.flash.program(0x320000, Buffer.from("a program in Storage"));
    await bench.install({ isEspruino: true });
    assert.ok(bench.holdsImage);
    assert.equal(Buffer.from(bench.chip.flash.read(0x320000, 20)).toString(), "a program in Storage");
    assert.deepEqual(bench.asked, []);
  });

  it("something else is erased after a yes", async () => {
    const bench = await Bench.with();
    bench.chip.flash.program(0x1000, OTHER_FIRMWARE);
    bench.chip.flash.program(0x3f0000, OTHER_FIRMWARE);
    await bench.install({ confirm: async () => true });
    assert.ok(bench.holdsImage);
    assert.deepEqual([...bench.chip.flash.read(0x3f0000, 4)], [0xff, 0xff, 0xff, 0xff]);
  });

  it("something else stays, and runs again, after a no", async () => {
    const bench = await Bench.with();
    bench.chip.flash.program(0x1000, OTHER_FIRMWARE);
    assert.match(await bench.refusal({ confirm: async () => false }), /nothing was written; --yes/);
    assert.equal(bench.chip.mode, "program");
  });

  it("an image that cannot be had leaves everything as it was", async () => {
    const bench = await Bench.with();
    bench.chip.flash.program(0x1000, OTHER_FIRMWARE);
    const findImage = (): never => {
      throw new UserError("no network");
    };
    assert.equal(await bench.refusal({ confirm: async () => true, findImage }), "no network");
    assert.equal(bench.chip.mode, "program");
  });

  it("an ESP32-C3 gets its own image, at its own places", async () => {
    const bench = await Bench.with({ variant: ESP32_C3 });
    await bench.install({ chip: "esp32c3" });
    assert.ok(bench.holdsImage);
    assert.equal(bench.image.parts[0].offset, 0);
  });

  for (const [variant, chip] of [
    [ESP32_C3, "esp32c3"],
    [ESP32_S3, "esp32s3"],
  ] as const) {
    it(`an ${variant.name} is written to over its own USB, and starts`, async () => {
      const bench = await Bench.with({ variant, cable: { isChipsUsb: true } });
      await bench.install({ chip });
      assert.ok(bench.holdsImage);
      assert.equal(bench.chip.mode, "program");
      assert.deepEqual([...new Set(bench.cable.baudRates)], [115_200]);
    });

    it(`an ${variant.name} does not take the signals of a bridge for those of its own USB`, async () => {
      const bench = await Bench.with({ variant, cable: { isChipsUsb: true } });
      Object.assign(bench.cable, { name: "/dev/ttyACM0" });
      const asBridge = new Proxy(bench.cable, {
        get: (cable, key) => {
          const value: unknown = key === "isChipsUsb" ? undefined : Reflect.get(cable, key, cable);
          return typeof value === "function" ? (value.bind(cable) as unknown) : value;
        },
      });
      await assert.rejects(
        inVirtualTime(() =>
          installRuntime(asBridge, {
            chip,
            isEspruino: false,
            findImage: async () => bench.image,
            confirm: async () => true,
            print: () => {},
            onProgress: () => {},
          }),
        ),
        /no boot loader answers/,
      );
    });
  }

  it("a boot loader that was made for more flash memory gets the size that is there, and a digest that fits", async () => {
    const bench = await Bench.with({ variant: ESP32_S3, cable: { isChipsUsb: true } });
    const made = imageFor("esp32s3");
    const [bootLoader, ...rest] = made.parts;
    const large = forFlashOf(bootLoader.bytes, 4 * MB);
    assert.equal(large, bootLoader.bytes, "a size that fits stays");
    const forEight = Uint8Array.from(bootLoader.bytes);
    forEight[3] = 0x3f;
    bench.image = { ...made, parts: [{ ...bootLoader, bytes: forEight }, ...rest] };
    await bench.install({ chip: "esp32s3" });
    const written = bench.chip.flash.read(0, forEight.length);
    assert.equal(written[3], 0x2f);
    assert.equal(programProblem(written, 9), undefined);
  });

  it("another chip than the board file's is refused", async () => {
    const bench = await Bench.with({ variant: ESP32_C3 });
    assert.match(await bench.refusal(), /names the chip "esp32", and this is an ESP32-C3/);
  });

  it("a chip without Espruino is refused", async () => {
    assert.match(
      await (await Bench.with({ variant: ESP32_H2 })).refusal(),
      /an ESP32-H2; Espruino is written to ESP32, ESP32-C3, ESP32-S3/,
    );
  });

  it("a flash memory that is too small is refused", async () => {
    const bench = await Bench.with({ flashSize: 2 * MB });
    assert.match(await bench.refusal(), /has 2 MB of flash, and Espruino needs 4 MB/);
  });

  it("without a reset circuit the buttons are explained, and work", async () => {
    const bench = await Bench.with({ cable: { hasResetCircuit: false } });
    assert.match(await bench.refusal(), /no boot loader answers. Hold the button BOOT/);
    bench.cable.pressBootAndReset();
    await bench.install();
    assert.ok(bench.holdsImage);
  });

  it("a serial server stays at its rate", async () => {
    const bench = await Bench.with();
    Object.assign(bench.cable, { name: "tcp://shed:2000" });
    await bench.install();
    assert.deepEqual([...new Set(bench.cable.baudRates)], [115_200]);
  });

  it("a flash memory that does not keep a byte is never called written", async () => {
    const bench = await Bench.with();
    const { flash } = bench.chip;
    const program = flash.program.bind(flash);
    flash.program = (at, data) => {
      program(at, data);
      flash.bytes[0x1_2345] = 0x00;
    };
    await assert.rejects(bench.install(), /cannot be written .*the interpreter at 0x10000 reads back differently/);
  });

  // One damaged byte in so many, in either direction.
  for (const [what, damage] of [
    ["lost", () => []],
    ["changed", (byte: number) => [byte ^ 0x10]],
    ["doubled", (byte: number) => [byte, byte]],
  ] as [string, (byte: number) => number[]][]) {
    it(`with bytes ${what} on the line, it says that it is written only when it is`, async () => {
      let written = 0;
      for (const seed of inFullOr([1, 2, 3, 4, 5, 6], [3, 5])) {
        const random = new Random(seed);
        const every = [2_000, 10_000, 40_000][seed % 3];
        const fault = (byte: number): number[] => (random.below(every) === 0 ? damage(byte) : [byte]);
        const bench = await Bench.with({ cable: { toChip: fault, toHost: fault } });
        try {
          await bench.install();
          assert.ok(bench.holdsImage, `seed ${seed}`);
          written++;
        } catch (error) {
          assert.ok(error instanceof UserError, `seed ${seed}: ${String(error)}`);
          assert.match(error.message, /cannot be written|no boot loader answers|unknown here|MB of flash/);
        }
      }
      assert.ok(written > 0, "none was written");
    });
  }

  it("a cable pulled at any moment is said at once, and the next attempt goes on without a question", async () => {
    const whole = await Bench.with();
    await whole.install();
    for (let part = 1; part <= 4; part++) {
      const bench = await Bench.with();
      bench.chip.flash.program(0x1000, OTHER_FIRMWARE);
      bench.cable.unplugAt(Math.floor((whole.cable.written * part) / 5));
      await assert.rejects(bench.install({ isEspruino: true }), /was closed \(the device is gone\): plug the board in/);
      const next = new SerialCable(bench.chip);
      await inVirtualTime(() =>
        installRuntime(next, {
          chip: "esp32",
          isEspruino: false,
          findImage: async () => bench.image,
          confirm: () => assert.fail("asked"),
          print: () => {},
          onProgress: () => {},
        }),
      );
      assert.ok(bench.holdsImage, `part ${part}`);
    }
  });
});
