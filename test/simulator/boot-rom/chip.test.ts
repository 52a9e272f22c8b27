import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { EspChip } from "./chip";
import { blockData, command, Op, words } from "./packets";
import { SerialCable } from "./serial-cable";
import { SlipReceiver, slipFrame } from "./slip";
import { ESP32, ESP32_C3 } from "./variants";

const STUB = { entry: 0x4008_0000, segments: [{ address: 0x4008_0000, bytes: Uint8Array.of(1, 2, 3, 4) }] };
const SYNC = command(Op.Sync, Uint8Array.of(0x07, 0x07, 0x12, 0x20, ...Array<number>(32).fill(0x55)));

/** A host that sends packets and keeps what comes back, in hexadecimal digits. */
class Host {
  readonly chip: EspChip;
  readonly cable: SerialCable;
  text = "";
  #answers: string[] = [];
  readonly #receiver = new SlipReceiver(0x8000, (packet) => this.#answers.push(Buffer.from(packet).toString("hex")));

  constructor(variant = ESP32) {
    this.chip = new EspChip({ variant, stub: STUB });
    this.cable = new SerialCable(this.chip);
    this.cable.onBytes((bytes) => {
      this.text += Buffer.from(bytes).toString("latin1");
      bytes.forEach((byte) => this.#receiver.take(byte));
    });
  }

  /** Resets the chip with GPIO0 low, and gets it to answer. */
  static async inBootLoader(variant = ESP32): Promise<Host> {
    const host = new Host(variant);
    await host.cable.setSignals({ dtr: false, rts: true });
    await host.cable.setSignals({ dtr: true, rts: false });
    await host.cable.setSignals({ dtr: false, rts: false });
    return host;
  }

  static async inStub(): Promise<Host> {
    const host = await Host.inBootLoader();
    await host.ask(Op.MemBegin, words(4, 1, 0x1800, 0x4008_0000));
    await host.block(Op.MemData, STUB.segments[0].bytes, 0);
    await host.ask(Op.MemEnd, words(0, STUB.entry));
    return host;
  }

  async send(packet: Uint8Array): Promise<string[]> {
    this.#answers = [];
    await this.cable.write(slipFrame(packet));
    await new Promise((resolve) => setImmediate(resolve));
    return this.#answers;
  }

  ask(op: number, data: Uint8Array): Promise<string[]> {
    return this.send(command(op, data));
  }

  block(op: number, block: Uint8Array, sequence: number, wrong = 0): Promise<string[]> {
    const { data, checksum } = blockData(block, sequence);
    return this.send(command(op, data, checksum ^ wrong));
  }
}

const OK = "00000000";

describe("the model of the chip's boot loader", () => {
  it("answers only when it was reset with GPIO0 low, and says so in its boot log", async () => {
    const running = new Host();
    assert.deepEqual(await running.send(SYNC), []);
    assert.match(running.text, /invalid header: 0xffffffff/);
    const waiting = await Host.inBootLoader();
    // Eight answers, as in the trace of esptool's documentation: 01 08 0400 07071220 00000000.
    assert.deepEqual(await waiting.send(SYNC), Array(8).fill("010804000707122000000000"));
    assert.match(waiting.text, /boot:0x3 \(DOWNLOAD_BOOT.*\r\nwaiting for download/);
  });

  it("both signals together reset nothing, and one after the other starts the program", async () => {
    const host = await Host.inBootLoader();
    await host.cable.setSignals({ dtr: true, rts: true });
    assert.equal(host.chip.mode, "rom");
    await host.cable.setSignals({ dtr: false });
    await host.cable.setSignals({ rts: false });
    await host.cable.setSignals({ dtr: true });
    assert.equal(host.chip.mode, "down");
  });

  it("tells its chip: the magic register of an ESP32, the identifier of an ESP32-C3", async () => {
    const esp32 = await Host.inBootLoader();
    assert.deepEqual(await esp32.ask(Op.ReadReg, words(0x4000_1000)), ["010a0400831df00000000000"]);
    assert.equal((await esp32.ask(Op.GetSecurityInfo, new Uint8Array(0))).length, 8);
    const [info] = await (await Host.inBootLoader(ESP32_C3)).ask(Op.GetSecurityInfo, new Uint8Array(0));
    assert.equal(info.slice(16 + 24, 16 + 32), "05000000");
  });

  it("the ROM writes after SPI_ATTACH, erases what was announced, and gives the MD5 as text", async () => {
    const host = await Host.inBootLoader();
    const data = Uint8Array.from({ length: 1024 }, (_, i) => i);
    host.chip.flash.program(0x1f00, Uint8Array.of(0));
    host.chip.flash.program(0x2000, Uint8Array.of(0));
    assert.match((await host.ask(Op.FlashBegin, words(1024, 1, 1024, 0x1000)))[0], /01060000$/);
    await host.ask(Op.SpiAttach, words(0, 0));
    await host.ask(Op.FlashBegin, words(1024, 1, 1024, 0x1000));
    assert.match((await host.block(Op.FlashData, data, 0))[0], new RegExp(`${OK}$`));
    assert.deepEqual(host.chip.flash.read(0x1000, 1024), data);
    assert.deepEqual([...host.chip.flash.read(0x1f00, 1), ...host.chip.flash.read(0x2000, 1)], [0xff, 0]);
    const [answer] = await host.ask(Op.SpiFlashMd5, words(0x1000, 1024, 0, 0));
    assert.equal(Buffer.from(answer, "hex").subarray(8, 40).toString(), createHash("md5").update(data).digest("hex"));
  });

  it("a wrong checksum is refused, by the ROM with 07 and by the stub with C1", async () => {
    const rom = await Host.inBootLoader();
    await rom.ask(Op.MemBegin, words(4, 1, 0x1800, 0x4008_0000));
    assert.match((await rom.block(Op.MemData, Uint8Array.of(1), 0, 1))[0], /01070000$/);
    const stub = await Host.inStub();
    await stub.ask(Op.FlashBegin, words(4, 1, 0x4000, 0));
    assert.match((await stub.block(Op.FlashData, Uint8Array.of(1), 0, 1))[0], /c100$/);
  });

  it("only the whole stub runs; anything else brings the chip down", async () => {
    assert.equal((await Host.inStub()).chip.mode, "stub");
    const host = await Host.inBootLoader();
    await host.ask(Op.MemEnd, words(0, STUB.entry));
    assert.equal(host.chip.mode, "down");
  });

  it("the stub answers before it writes: a bad stream is the answer to the next command, which is not carried out", async () => {
    const host = await Host.inStub();
    await host.ask(Op.FlashDeflBegin, words(100_000, 2, 0x4000, 0));
    assert.match((await host.block(Op.FlashDeflData, Uint8Array.of(1, 2, 3), 0))[0], /0000$/);
    assert.match((await host.ask(Op.EraseFlash, new Uint8Array(0)))[0], /c700$/);
    assert.match((await host.ask(Op.EraseFlash, new Uint8Array(0)))[0], /0000$/);
  });

  it("the stub inflates, pads nothing, and notices at the end what is missing", async () => {
    const host = await Host.inStub();
    const data = Uint8Array.from({ length: 70_001 }, (_, i) => i >> 4);
    const compressed = deflateSync(data);
    await host.ask(Op.FlashDeflBegin, words(data.length, 2, 0x4000, 0x1000));
    await host.block(Op.FlashDeflData, compressed.subarray(0, 300), 0);
    assert.match((await host.ask(Op.FlashDeflEnd, words(1)))[0], /c000$/);
    await host.block(Op.FlashDeflData, compressed.subarray(300), 1);
    assert.match((await host.ask(Op.FlashDeflEnd, words(1)))[0], /0000$/);
    assert.deepEqual(host.chip.flash.read(0x1000, data.length), data);
    assert.deepEqual([...host.chip.flash.read(0x1000 + data.length, 1)], [0xff]);
  });

  it("a lost END turns all later frames inside out until the chip is reset", async () => {
    const host = await Host.inBootLoader();
    await host.cable.write(Uint8Array.of(0xc0));
    assert.deepEqual(await host.send(SYNC), []);
    assert.deepEqual(await host.send(SYNC), []);
  });

  it("at another rate nothing gets through, and CHANGE_BAUDRATE changes it after its answer", async () => {
    const host = await Host.inStub();
    await host.ask(Op.ChangeBaudRate, words(460_800, 115_200));
    assert.deepEqual(await host.ask(Op.ReadReg, words(0x4000_1000)), []);
    await host.cable.setBaudRate(460_800);
    assert.equal((await host.ask(Op.ReadReg, words(0x4000_1000))).length, 1);
  });

  it("flash only loses ones until a sector is erased", async () => {
    const { flash } = new Host().chip;
    flash.program(10, Uint8Array.of(0xf0));
    flash.program(10, Uint8Array.of(0x3c));
    assert.deepEqual([...flash.read(10, 1)], [0x30]);
    flash.erase(4_000, 4_001);
    assert.deepEqual([...flash.read(10, 1)], [0xff]);
    assert.throws(() => flash.read(4 * 1024 * 1024 - 1, 2), { name: "FlashRangeError" });
  });
});
