import { FlashDownload } from "./flash-download";
import { InflateError } from "./inflater";
import type { Machine } from "./machine";
import { blockOf, Op, response, word, type Command } from "./packets";
import { md5 } from "./rom-loader";

const BAD_LENGTH = 0xc0;
const BAD_CHECKSUM = 0xc1;
const INVALID_COMMAND = 0xc3;
const FAILED_SPI = 0xc4;
const NOT_IN_FLASH_MODE = 0xc6;
const INFLATE = 0xc7;

const SYNC_REPEATS = 8;

type Answer = { value?: number; data?: Uint8Array } | { error: number };

/**
 * Espressif's flasher stub, the program that the host loads into RAM and that takes the ROM's place (esp-flasher-stub 1.1,
 * src/command_handler.c). It answers to a block before it writes it: what goes wrong then is the answer to the next command,
 * which is not carried out. It does not look at sequence numbers.
 */
export class FlasherStub {
  readonly longestPacket = 8 + 0x4000 + 0xff;
  readonly #chip: Machine;
  #download: FlashDownload | undefined;
  #owedError: number | undefined;

  constructor(chip: Machine) {
    this.#chip = chip;
    chip.registers.isFlashAttached = true;
  }

  take(command: Command): void {
    const { op, data } = command;
    if (this.#owedError !== undefined) {
      this.#answer(op, { error: this.#owedError });
      this.#owedError = undefined;
      return;
    }
    if (op === Op.Sync) for (let i = 1; i < SYNC_REPEATS; i++) this.#answer(op, {});
    const answer = this.#perform(command);
    this.#answer(op, answer);
    if ("error" in answer) return;
    if (op === Op.ChangeBaudRate) this.#chip.baudRate = word(data, 0);
    if (op === Op.FlashData || op === Op.FlashDeflData) this.#owedError = this.#writeBlock(command);
  }

  #answer(op: number, answer: Answer): void {
    const { value = 0, data = new Uint8Array(0) } = "error" in answer ? {} : answer;
    this.#chip.send(response(op, value, data, "error" in answer ? [answer.error, 0] : [0, 0]));
  }

  #perform(command: Command): Answer {
    try {
      return this.#attempt(command);
    } catch {
      // Beyond the end of the flash memory.
      return { error: FAILED_SPI };
    }
  }

  #attempt(command: Command): Answer {
    const { op, data } = command;
    const { registers, flash } = this.#chip;
    switch (op) {
      case Op.Sync:
      case Op.ChangeBaudRate:
      case Op.SpiSetParams:
        return {};
      case Op.SpiAttach:
        return data.length === 4 ? {} : { error: BAD_LENGTH };
      case Op.ReadReg:
        return data.length === 4 ? { value: registers.read(word(data, 0)) } : { error: BAD_LENGTH };
      case Op.WriteReg:
        for (let i = 0; i + 4 <= data.length / 4; i += 4) {
          registers.write(word(data, i), word(data, i + 1), word(data, i + 2));
        }
        return {};
      case Op.FlashBegin:
      case Op.FlashDeflBegin:
        if (data.length !== 16 && data.length !== 20) return { error: BAD_LENGTH };
        this.#download = new FlashDownload(flash, data, op === Op.FlashDeflBegin);
        return {};
      case Op.FlashData:
      case Op.FlashDeflData: {
        if (this.#download === undefined) return { error: NOT_IN_FLASH_MODE };
        const block = blockOf(command);
        return typeof block === "string" ? { error: block === "checksum" ? BAD_CHECKSUM : BAD_LENGTH } : {};
      }
      case Op.FlashEnd:
      case Op.FlashDeflEnd:
        if (this.#download === undefined) return { error: NOT_IN_FLASH_MODE };
        if (this.#download.remaining !== 0) return { error: BAD_LENGTH };
        this.#download = undefined;
        return {};
      case Op.SpiFlashMd5:
        return { data: md5(flash.read(word(data, 0), word(data, 1))) };
      case Op.EraseFlash:
        flash.erase(0, flash.bytes.length);
        return {};
      case Op.EraseRegion:
        if (data.length !== 8 || word(data, 0) % 4096 !== 0 || word(data, 1) % 4096 !== 0) return { error: BAD_LENGTH };
        flash.erase(word(data, 0), word(data, 0) + word(data, 1));
        return {};
      default:
        return { error: INVALID_COMMAND };
    }
  }

  #writeBlock(command: Command): number | undefined {
    try {
      this.#download?.write(blockOf(command) as Uint8Array);
      return undefined;
    } catch (error) {
      return error instanceof InflateError ? INFLATE : FAILED_SPI;
    }
  }
}
