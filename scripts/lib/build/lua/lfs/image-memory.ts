import { UserError } from "../../../user-error";

/** What an image may have at most, as with luac.cross. Its partition must lie in the first 1 MB of flash, behind the firmware. */
const MOST_BYTES = 256 * 1024;
const WORD_BYTES = 4;

/**
 * The memory of an image as it will lie in flash, in words of 32 bits. An address in it is the distance of its target from the
 * image's beginning, counted in words, and is noted, for the chip makes a real address of it when it knows where the image lies.
 */
export class ImageMemory {
  readonly #bytes = Buffer.alloc(MOST_BYTES);
  readonly #addressWords: number[] = [];
  #words = 0;

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#words * WORD_BYTES);
  }

  /** A bit for each word, from the lowest of each word of bits on: whether it is an address. */
  get addressBits(): Buffer {
    const bits = Buffer.alloc(Math.ceil(this.#words / 32) * WORD_BYTES);
    for (const word of this.#addressWords) bits[word >> 3] |= 1 << (word & 7);
    return bits;
  }

  /** Takes the next words. @returns the first one @throws UserError where there are no more */
  take(words: number): number {
    const first = this.#words;
    this.#words += words;
    if (this.#words * WORD_BYTES > MOST_BYTES) {
      throw new UserError(`The program takes more than ${MOST_BYTES / 1024} kB as an image: give the board less to do`);
    }
    return first;
  }

  setWord(word: number, value: number): void {
    this.#bytes.writeUInt32LE(value >>> 0, word * WORD_BYTES);
  }

  setDouble(word: number, value: number): void {
    this.#bytes.writeDoubleLE(value, word * WORD_BYTES);
  }

  /** @param target A word; undefined is a null pointer */
  setAddress(word: number, target: number | undefined): void {
    if (target === undefined) return;
    this.setWord(word, target);
    this.#addressWords.push(word);
  }

  addressAt(word: number): number {
    return this.#bytes.readUInt32LE(word * WORD_BYTES);
  }

  /** Puts a byte string with a NUL behind it into words of its own. */
  addText(text: string): number {
    const first = this.take(Math.ceil((text.length + 1) / WORD_BYTES));
    this.#bytes.write(text, first * WORD_BYTES, "latin1");
    return first;
  }
}
