import { createHash } from "node:crypto";
import { FlashDownload } from "./flash-download";
import type { Machine } from "./machine";
import { blockOf, Op, response, word, words, type Command } from "./packets";

const SYNC_REPEATS = 8;
/** What an answer to SYNC holds in its value; any but 0, which the stub gives. */
const SYNC_VALUE = 0x20120707;
/** The opcode of the answer to a command the ROM does not know: esptool tells it by not being the command's own. */
const NO_OP = 0;

const INVALID_MESSAGE = 0x05;
const WRONG_RESULT = 0x06;
const CHECKSUM = 0x07;
const DEFLATE = 0x0b;

type Answer = { value?: number; data?: Uint8Array } | { error: number };

/**
 * The serial boot loader in the chip's ROM, after Espressif's description (esptool documentation, "Serial Protocol"). It
 * erases what is announced before it answers, writes each block before it answers, and gives an MD5 as hexadecimal text.
 */
export class RomLoader {
  readonly longestPacket = 0x8000;
  readonly #chip: Machine;
  #download: FlashDownload | undefined;
  #load: { address: number } | undefined;

  constructor(chip: Machine) {
    this.#chip = chip;
  }

  take(command: Command): void {
    const { op } = command;
    if (op === Op.Sync) {
      for (let i = 0; i < SYNC_REPEATS; i++) this.#answer(op, { value: SYNC_VALUE });
      return;
    }
    const answer = this.#perform(command);
    if (answer === undefined) {
      for (let i = 0; i < SYNC_REPEATS; i++) this.#answer(NO_OP, { error: INVALID_MESSAGE });
      return;
    }
    this.#answer(op, answer);
    if (op === Op.MemEnd && !("error" in answer) && word(command.data, 0) === 0) this.#chip.run(word(command.data, 1));
    if (op === Op.ChangeBaudRate) this.#chip.baudRate = word(command.data, 0);
  }

  #answer(op: number, answer: Answer): void {
    const status = "error" in answer ? [1, answer.error, 0, 0] : [0, 0, 0, 0];
    const { value = 0, data = new Uint8Array(0) } = "error" in answer ? {} : answer;
    this.#chip.send(response(op, value, data, status));
  }

  #perform(command: Command): Answer | undefined {
    const { op, data } = command;
    const { registers, flash } = this.#chip;
    switch (op) {
      case Op.ReadReg:
        return { value: registers.read(word(data, 0)) };
      case Op.WriteReg:
        for (let i = 0; i + 4 <= data.length / 4; i += 4) {
          registers.write(word(data, i), word(data, i + 1), word(data, i + 2));
        }
        return {};
      case Op.MemBegin:
        this.#load = { address: word(data, 3) };
        return {};
      case Op.MemData:
        return this.#loadBlock(command);
      case Op.MemEnd:
      case Op.ChangeBaudRate:
      case Op.SpiSetParams:
        return {};
      case Op.SpiAttach:
        // One word more than the stub takes.
        if (data.length !== 8) return { error: INVALID_MESSAGE };
        registers.isFlashAttached = true;
        return {};
      case Op.FlashBegin:
      case Op.FlashDeflBegin:
        if (!registers.isFlashAttached) return { error: WRONG_RESULT };
        this.#download = new FlashDownload(flash, data, op === Op.FlashDeflBegin);
        this.#download.eraseAll();
        return {};
      case Op.FlashData:
      case Op.FlashDeflData:
        return this.#writeBlock(command);
      case Op.FlashEnd:
      case Op.FlashDeflEnd:
        return {};
      case Op.SpiFlashMd5:
        if (!registers.isFlashAttached) return { error: WRONG_RESULT };
        return { data: Buffer.from(md5(flash.read(word(data, 0), word(data, 1))).toString("hex")) };
      case Op.GetSecurityInfo:
        return this.#securityInfo();
      default:
        return undefined;
    }
  }

  #loadBlock(command: Command): Answer {
    const block = blockOf(command);
    if (this.#load === undefined) return { error: WRONG_RESULT };
    if (typeof block === "string") return { error: block === "checksum" ? CHECKSUM : INVALID_MESSAGE };
    this.#chip.memory.load(this.#load.address, block);
    this.#load.address += block.length;
    return {};
  }

  #writeBlock(command: Command): Answer {
    const block = blockOf(command);
    if (this.#download === undefined) return { error: WRONG_RESULT };
    if (typeof block === "string") return { error: block === "checksum" ? CHECKSUM : INVALID_MESSAGE };
    try {
      this.#download.write(block);
      return {};
    } catch {
      return { error: DEFLATE };
    }
  }

  /** Flags, fuse counter, purposes of the keys, and then the chip's identifier and the interface's version. */
  #securityInfo(): Answer | undefined {
    const { variant } = this.#chip;
    return variant.hasSecurityInfo ? { data: words(0, 0, 0, variant.imageChipId, 0) } : undefined;
  }
}

export function md5(bytes: Uint8Array): Buffer {
  return createHash("md5").update(bytes).digest();
}
