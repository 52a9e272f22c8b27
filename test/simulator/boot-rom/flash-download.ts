import { Inflater } from "./inflater";
import { word } from "./packets";
import type { SpiFlash } from "./spi-flash";

/** A region of flash that is being written, block by block. */
export class FlashDownload {
  readonly #flash: SpiFlash;
  readonly #inflater: Inflater | undefined;
  readonly #end: number;
  #at: number;
  #erasedTo: number;

  /** @param parameters of FLASH_BEGIN or FLASH_DEFL_BEGIN: size, number of blocks, bytes of a block, offset */
  constructor(flash: SpiFlash, parameters: Uint8Array, isCompressed: boolean) {
    this.#flash = flash;
    this.#inflater = isCompressed ? new Inflater() : undefined;
    this.#at = word(parameters, 3);
    this.#erasedTo = this.#at;
    this.#end = this.#at + word(parameters, 0);
  }

  /** Bytes that are still to come. Negative when more came than was announced. */
  get remaining(): number {
    return this.#end - this.#at;
  }

  eraseAll(): void {
    this.#eraseTo(this.#end);
  }

  /**
   * Erases what it is about to write, and writes. What an uncompressed block has beyond the announced size is padding.
   * @throws FlashRangeError, InflateError
   */
  write(block: Uint8Array): void {
    const bytes = this.#inflater?.push(block) ?? block.subarray(0, Math.max(this.remaining, 0));
    this.#eraseTo(Math.min(this.#at + bytes.length, this.#end));
    this.#flash.program(this.#at, bytes);
    this.#at += bytes.length;
  }

  #eraseTo(end: number): void {
    if (end <= this.#erasedTo) return;
    this.#flash.erase(this.#erasedTo, end);
    this.#erasedTo = Math.ceil(end / 4096) * 4096;
  }
}
