import { FlasherStub } from "./flasher-stub";
import type { Machine } from "./machine";
import { Memory, type StubProgram } from "./memory";
import { parseCommand } from "./packets";
import { Registers } from "./registers";
import { RomLoader } from "./rom-loader";
import { SlipReceiver, slipFrame } from "./slip";
import { SpiFlash } from "./spi-flash";
import type { ChipVariant } from "./variants";

const ROM_BAUD_RATE = 115_200;
const IMAGE_MAGIC = 0xe9;

export interface ChipOptions {
  variant: ChipVariant;
  /** Size of the flash memory in bytes. */
  flashSize?: number;
  /** The flasher stub of this chip. Anything else that is loaded into RAM and run brings the chip down. */
  stub: StubProgram;
}

/**
 * An ESP32 or one of its relatives as far as its serial boot loader reaches: two pins, a UART, RAM and flash. Held in reset
 * by EN, it looks at GPIO0 when it is let go: low is the boot loader in its ROM, high is what stands in flash. It answers at
 * once; no time passes in it.
 */
export class EspChip implements Machine {
  readonly variant: ChipVariant;
  readonly flash: SpiFlash;
  baudRate = ROM_BAUD_RATE;
  registers: Registers;
  memory = new Memory();
  readonly #stub: StubProgram;
  #mode: "off" | "rom" | "stub" | "program" | "down" = "off";
  #loader: RomLoader | FlasherStub | undefined;
  #receiver: SlipReceiver | undefined;
  #onSend: (bytes: Uint8Array, baudRate: number) => void = () => {};
  #isEnabled = false;

  constructor({ variant, flashSize = 4 * 1024 * 1024, stub }: ChipOptions) {
    this.variant = variant;
    this.flash = new SpiFlash(flashSize);
    this.registers = new Registers(variant, this.flash);
    this.#stub = stub;
  }

  /** What has the processor: "rom" and "stub" are boot loaders, "program" was started from flash, "down" is a crash. */
  get mode(): "off" | "rom" | "stub" | "program" | "down" {
    return this.#mode;
  }

  onSend(listener: (bytes: Uint8Array, baudRate: number) => void): void {
    this.#onSend = listener;
  }

  /** The levels on EN and GPIO0. */
  setPins({ enable, gpio0 }: { enable: boolean; gpio0: boolean }): void {
    const starts = enable && !this.#isEnabled;
    this.#isEnabled = enable;
    if (!enable) this.powerOff();
    else if (starts) this.#boot(gpio0);
  }

  powerOff(): void {
    this.#mode = "off";
    this.#isEnabled = false;
    this.#loader = undefined;
    this.memory = new Memory();
    this.registers = new Registers(this.variant, this.flash);
    this.baudRate = ROM_BAUD_RATE;
  }

  /** Bytes on the chip's RX pin. At another rate than its own they are others; the ROM learns the rate from the first ones. */
  receive(bytes: Uint8Array, baudRate: number): void {
    for (const byte of bytes) {
      if (this.#loader === undefined) return;
      this.#receiver?.take(baudRate === this.baudRate ? byte : garble(byte));
    }
  }

  send(packet: Uint8Array): void {
    this.#onSend(slipFrame(packet), this.baudRate);
  }

  run(address: number): void {
    const isStub = address === this.#stub.entry && this.#stub.segments.every((segment) => this.memory.holds(segment));
    if (!isStub) {
      this.#mode = "down";
      this.#loader = undefined;
      this.#print("Fatal exception (0): IllegalInstruction\r\n");
      return;
    }
    this.#mode = "stub";
    this.#listen(new FlasherStub(this));
    this.send(Buffer.from("OHAI"));
  }

  #boot(gpio0: boolean): void {
    this.#print(`ets Jul 29 2019 12:21:46\r\n\r\n${this.variant.bootLines[gpio0 ? "flash" : "download"]}\r\n`);
    if (!gpio0) {
      this.#mode = "rom";
      this.#print("waiting for download\r\n");
      this.#listen(new RomLoader(this));
      return;
    }
    const { bytes } = this.flash;
    const at = this.variant.bootLoaderOffset;
    if (bytes[at] !== IMAGE_MAGIC) {
      this.#mode = "down";
      const header = Buffer.from(bytes.subarray(at, at + 4)).readUInt32LE();
      this.#print(`invalid header: 0x${header.toString(16)}\r\n`);
      return;
    }
    this.#mode = "program";
  }

  #listen(loader: RomLoader | FlasherStub): void {
    this.#loader = loader;
    this.#receiver = new SlipReceiver(loader.longestPacket, (packet) => {
      const command = parseCommand(packet);
      if (command !== undefined) this.#loader?.take(command);
    });
  }

  #print(text: string): void {
    this.#onSend(Buffer.from(text), this.baudRate);
  }
}

/** What a byte becomes for a receiver that samples at another rate. */
export function garble(byte: number): number {
  return (((byte << 3) | (byte >> 5)) & 0xff) ^ 0x35;
}
