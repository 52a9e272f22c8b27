import { createHash } from "node:crypto";
import type { ESPLoader, Transport } from "esptool-js" with { "resolution-mode": "import" };
import { UserError } from "../../user-error";
import type { ChipLine } from "./chip-line";
import { hex, type ImagePart } from "./image";
import { LAYOUTS, RUNTIME_CHIPS, type RuntimeChip } from "./layout";
import { LineEndedError, lineTransport } from "./line-transport";

const SECTOR_BYTES = 4096;
const CONNECT_ATTEMPTS = 4;
/** How long EN is held low, as esptool does. */
const RESET_MS = 100;
/** What the boot loader in the chip's ROM speaks, and Espruino's console too. */
export const ROM_BAUD_RATE = 115_200;

export interface ConnectedChip {
  chip: RuntimeChip;
  /** As its maker names it: "ESP32-D0WD-V3 (revision 3)". */
  description: string;
  mac: string;
  flashBytes: number;
}

export type Progress = (doneBytes: number, totalBytes: number) => void;

/** A chip in its boot loader, at the other end of a line. esptool-js speaks; Espressif's stub in the chip's RAM answers. */
export class BootLoader {
  readonly #loader: ESPLoader;
  readonly #release: () => void;

  private constructor(
    readonly connected: ConnectedChip,
    loader: ESPLoader,
    release: () => void,
  ) {
    this.#loader = loader;
    this.#release = release;
  }

  /**
   * Resets a chip into its boot loader by DTR and RTS, and finds out which it is.
   * @param baudRate The rate to write at; 115,200 where that cannot be had.
   * @throws UserError when no boot loader answers, or a chip that Espruino is not written to; LineEndedError
   */
  static async connect(line: ChipLine, baudRate: number): Promise<BootLoader> {
    const { ESPLoader } = await import("esptool-js");
    const transport = await lineTransport(line);
    try {
      const loader = new ESPLoader({ transport, baudrate: baudRate, terminal: SILENT });
      await reach(loader, line.name);
      const chip = supported(loader);
      await loader.runStub();
      if (baudRate !== ROM_BAUD_RATE) await loader.changeBaud();
      const connected = {
        chip,
        description: await loader.chip.getChipDescription(loader),
        mac: await loader.chip.readMac(loader),
        flashBytes: await flashBytes(loader),
      };
      return new BootLoader(connected, loader, () => transport.release());
    } catch (error) {
      // What was on the chip goes on running. A line that has ended has no signals any more.
      await startProgram(transport).catch(() => {});
      transport.release();
      throw error;
    }
  }

  /** Whether no boot loader stands in flash: then nothing there can run. */
  async isBlank(): Promise<boolean> {
    const { offset } = LAYOUTS[this.connected.chip].parts[0];
    const blank = md5(new Uint8Array(SECTOR_BYTES).fill(0xff));
    const look = async (): Promise<boolean> => (await this.#loader.flashMd5sum(offset, SECTOR_BYTES)) === blank;
    // A damaged answer never says blank by mistake; it may say the opposite.
    return (await look()) ? true : look();
  }

  /** Erases all of the flash memory. Takes up to two minutes. */
  async eraseAll(): Promise<void> {
    await this.#loader.eraseFlash();
  }

  /**
   * Writes an image and has the chip compute what stands in flash afterwards. The boot loader is erased first and written
   * last: a chip with half an image runs nothing, and the next look at it finds it blank.
   * @throws Error when what stands in flash is not the image
   */
  async write(parts: readonly ImagePart[], onProgress: Progress): Promise<void> {
    const [bootLoader, ...rest] = parts;
    const inOrder = [...rest, bootLoader];
    await this.#eraseSector(bootLoader.offset);
    const total = inOrder.reduce((sum, { bytes }) => sum + bytes.length, 0);
    let done = 0;
    for (const { bytes, offset } of inOrder) {
      await this.#loader.writeFlash({
        fileArray: [{ data: bytes, address: offset }],
        // The image says itself what it needs; changing it would leave its digest wrong.
        flashMode: "keep",
        flashFreq: "keep",
        flashSize: "keep",
        eraseAll: false,
        compress: true,
        reportProgress: (_file, written, compressed) => onProgress(done + (written / compressed) * bytes.length, total),
      });
      done += bytes.length;
    }
    for (const { role, bytes, offset } of inOrder) await this.#verify(role, bytes, offset);
  }

  /** Resets the chip, so that it starts what stands in flash, and lets go of the line. */
  async leave(): Promise<void> {
    try {
      await startProgram(this.#loader.transport);
    } finally {
      this.#release();
    }
  }

  async #eraseSector(offset: number): Promise<void> {
    const parameters = Buffer.alloc(8);
    parameters.writeUInt32LE(offset, 0);
    parameters.writeUInt32LE(SECTOR_BYTES, 4);
    await this.#loader.checkCommand("erase the boot loader", this.#loader.ESP_ERASE_REGION, new Uint8Array(parameters));
  }

  async #verify(role: string, bytes: Uint8Array, offset: number): Promise<void> {
    const found = await this.#loader.flashMd5sum(offset, bytes.length);
    if (found !== md5(bytes)) throw new Error(`the ${role} at ${hex(offset)} reads back differently`);
  }
}

const SILENT = { clean() {}, write() {}, writeLine() {} };

/** Resets the chip with GPIO0 high, or over its own USB without asking for the boot loader. esptool-js 0.7.0 lets RTS go in its own hard reset, but never asserts it. */
async function startProgram(transport: Transport): Promise<void> {
  await transport.setSignals(false, true);
  await new Promise((resolve) => setTimeout(resolve, RESET_MS));
  await transport.setSignals(false, false);
  await transport.changeBaudrate(ROM_BAUD_RATE);
}

async function reach(loader: ESPLoader, name: string): Promise<void> {
  try {
    await loader.detectChip("default_reset", CONNECT_ATTEMPTS);
  } catch (error) {
    if (error instanceof LineEndedError) throw error;
    if (/^UnexpectedChip/.test((error as Error).name)) {
      throw new UserError(`${name}: this chip is unknown here (${(error as Error).message})`);
    }
    throw new UserError(
      `${name}: no boot loader answers. Hold the button BOOT (or IO0) down, press and let go of EN (or RST), let go of BOOT ` +
        "and run this again; without buttons, connect GPIO0 (of an ESP32-C3 GPIO9) to ground while the board gets its power",
    );
  }
}

function supported(loader: ESPLoader): RuntimeChip {
  const chip = RUNTIME_CHIPS.find((each) => LAYOUTS[each].name === loader.chip.CHIP_NAME);
  if (chip === undefined) {
    const names = RUNTIME_CHIPS.map((each) => LAYOUTS[each].name).join(", ");
    throw new UserError(`this is an ${loader.chip.CHIP_NAME}; Espruino is written to ${names} here`);
  }
  if (loader.secureDownloadMode) {
    throw new UserError(`this ${loader.chip.CHIP_NAME} is locked (secure download mode): take another board`);
  }
  return chip;
}

/** The size of the flash memory. Asked until two answers are the same, because no checksum protects them. */
async function flashBytes(loader: ESPLoader): Promise<number> {
  for (let last = await loader.readFlashId(), asked = 1; asked < 4; asked++) {
    const id = await loader.readFlashId();
    const size = loader.DETECTED_FLASH_SIZES[(id >> 16) & 0xff];
    if (id === last && size !== undefined) return parseInt(size) * (size.endsWith("MB") ? 1024 * 1024 : 1024);
    last = id;
  }
  throw new Error("the flash memory does not answer");
}

function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}
