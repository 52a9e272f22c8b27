import assert from "node:assert/strict";
import { gunzipSync, inflateRawSync } from "node:zlib";

/** A function of Lua 5.1's; line numbers are all that is known of its names. */
export interface Prototype {
  source: string;
  firstLine: number;
  lastLine: number;
  upvalueCount: number;
  parameterCount: number;
  varargFlags: number;
  stackSize: number;
  instructions: number[];
  /** Undefined is nil. */
  constants: (undefined | boolean | number | string)[];
  prototypes: Prototype[];
  /** The line of each instruction. */
  lines: number[];
}

/** What the chip would see in an image, each word read as lflash.h and lobject.h of NodeMCU's branch release lay it out. */
export interface ReadImage {
  /** The name in the file's head. */
  fileName: string | undefined;
  flashBytes: number;
  /** The function that is asked for the programs. */
  index: Prototype;
  strings: string[];
}

const SIGNATURE = 0xfafaa154;
const IN_FLASH = 1 << 6;
const GZIP_HEADER_BYTES = 10;
const GZIP_TRAILER_BYTES = 8;

/** Reads an image file as the loader would, and fails at anything that it or Lua would stumble over. */
export function readImage(file: string): ReadImage {
  const packed = Buffer.from(file, "latin1");
  // Checks length and CRC-32.
  const whole = gunzipSync(packed);
  const nameEnd = packed[3] === 8 ? packed.indexOf(0, GZIP_HEADER_BYTES) : GZIP_HEADER_BYTES - 1;
  const deflated = packed.subarray(nameEnd + 1, -GZIP_TRAILER_BYTES);
  // The chip remembers 16 kB of what it unpacked.
  assert.deepEqual(inflateRawSync(deflated, { windowBits: 14 }), whole);
  // It cannot go back to the very first byte; the first three are nowhere else, so nothing could be copied from there.
  assert.equal(whole.indexOf(whole.subarray(0, 3), 1), -1);

  const reader = new ImageReader(whole);
  const image = reader.read();
  const fileName = packed[3] === 8 ? packed.toString("latin1", GZIP_HEADER_BYTES, nameEnd) : undefined;
  return { fileName, ...image };
}

class ImageReader {
  readonly #bytes: Buffer;
  readonly #words: number;
  readonly #addressBits: Buffer;
  readonly #followed = new Set<number>();
  /** By where they lie. */
  readonly #strings = new Map<number, string>();

  constructor(whole: Buffer) {
    const flashBytes = whole.readUInt32LE(4);
    assert.equal(flashBytes % 4, 0);
    this.#words = flashBytes / 4;
    assert.equal(whole.length, flashBytes + 4 * Math.ceil(this.#words / 32));
    this.#bytes = whole.subarray(0, flashBytes);
    this.#addressBits = whole.subarray(flashBytes);
  }

  read(): Omit<ReadImage, "fileName"> {
    assert.equal(this.#word(0), SIGNATURE);
    this.#readStrings(this.#address(3)!, this.#word(4), this.#word(5));
    const index = this.#prototype(this.#address(2)!);
    for (let word = 0; word < this.#addressBits.length * 8; word++) {
      assert.equal(this.#isAddress(word), this.#followed.has(word), `word ${word} is an address or is not`);
    }
    return { flashBytes: this.#bytes.length, index, strings: [...this.#strings.values()] };
  }

  #readStrings(chains: number, stringCount: number, chainCount: number): void {
    assert.equal(chainCount & (chainCount - 1), 0);
    assert.ok(stringCount < chainCount && chainCount <= 2 * stringCount);
    for (let chain = 0; chain < chainCount; chain++) {
      for (let at = this.#address(chains + chain); at !== undefined; at = this.#address(at)) {
        assert.equal(this.#word(at + 1) & 0xffff, 4 | (IN_FLASH << 8));
        const hash = this.#word(at + 2);
        const start = (at + 4) * 4;
        const text = this.#bytes.toString("latin1", start, start + this.#word(at + 3));
        assert.equal(this.#bytes[start + text.length], 0);
        assert.equal(hash, hashOf(text));
        assert.equal(hash & (chainCount - 1), chain);
        assert.ok(!this.#strings.has(at));
        this.#strings.set(at, text);
      }
    }
    assert.equal(new Set(this.#strings.values()).size, stringCount, "each string is there once");
  }

  #prototype(at: number): Prototype {
    // Next object, type and mark; names of local variables and upvalues; the collector's list.
    for (const offset of [0, 1, 6, 7, 9, 13, 16]) assert.equal(this.#word(at + offset), 0);
    const instructions = this.#vector(at + 3, this.#word(at + 11), 1, (word) => this.#word(word));
    const flags = this.#word(at + 17);
    return {
      source: this.#string(at + 8),
      firstLine: this.#word(at + 14),
      lastLine: this.#word(at + 15),
      upvalueCount: flags & 255,
      parameterCount: (flags >>> 8) & 255,
      varargFlags: (flags >>> 16) & 255,
      stackSize: flags >>> 24,
      instructions,
      constants: this.#vector(at + 2, this.#word(at + 10), 3, (word) => this.#value(word)),
      prototypes: this.#vector(at + 4, this.#word(at + 12), 1, (word) => this.#prototype(this.#address(word)!)),
      lines: this.#lines(this.#address(at + 5), instructions.length),
    };
  }

  #vector<T>(pointer: number, length: number, wordsOfEach: number, read: (word: number) => T): T[] {
    const at = this.#address(pointer);
    assert.equal(at === undefined, length === 0);
    return Array.from({ length }, (_, i) => read(at! + i * wordsOfEach));
  }

  #value(word: number): Prototype["constants"][number] {
    const type = this.#word(word + 2);
    if (type === 4) {
      assert.equal(this.#word(word + 1), 0);
      return this.#string(word);
    }
    if (type === 3) return this.#bytes.readDoubleLE(word * 4);
    assert.equal(this.#word(word + 1), 0);
    if (type === 1) return this.#word(word) !== 0;
    assert.equal(type, 0);
    assert.equal(this.#word(word), 0);
    return undefined;
  }

  #string(pointer: number): string {
    const text = this.#strings.get(this.#address(pointer)!);
    assert.ok(text !== undefined, "a string lies in the table of strings");
    return text;
  }

  /** As luaG_getline finds the line of an instruction; for functions that luac.cross made by hand there are none. */
  #lines(at: number | undefined, count: number): number[] {
    if (at === undefined) return [];
    const lines: number[] = [];
    let line = 0;
    for (let byte = at * 4; this.#bytes[byte] !== 0 && this.#bytes[byte] !== 0x7f; byte++) {
      if (this.#bytes[byte] < 0x80) {
        line++;
      } else {
        const isBack = (this.#bytes[byte] & 0x40) !== 0;
        let delta = this.#bytes[byte++] & 0x3f;
        for (let shift = 6; this.#bytes[byte] >= 0x80; shift += 7) delta += (this.#bytes[byte++] & 0x7f) << shift;
        line += isBack ? -delta : delta + 2;
      }
      for (let i = 0; i < this.#bytes[byte]; i++) lines.push(line);
    }
    assert.equal(lines.length, count);
    return lines;
  }

  #address(word: number): number | undefined {
    const target = this.#word(word);
    if (target === 0) return undefined;
    assert.ok(this.#isAddress(word), `the pointer in word ${word} is marked as an address`);
    assert.ok(target < this.#words);
    this.#followed.add(word);
    return target;
  }

  #isAddress(word: number): boolean {
    return ((this.#addressBits[word >> 3] >> (word & 7)) & 1) !== 0;
  }

  #word(word: number): number {
    return this.#bytes.readUInt32LE(word * 4);
  }
}

/** luaS_newlstr's, in integers of 32 bits. */
function hashOf(text: string): number {
  const bytes = Buffer.from(text, "latin1");
  let hash = BigInt(bytes.length);
  const step = (bytes.length >> 5) + 1;
  for (let i = bytes.length; i >= step; i -= step) {
    hash ^= BigInt.asUintN(32, (hash << 5n) + (hash >> 2n) + BigInt(bytes[i - 1]));
  }
  return Number(hash);
}
