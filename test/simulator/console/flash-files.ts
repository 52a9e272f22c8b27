/** Power was lost while the flash memory was written. */
export class PowerLost extends Error {}

const HEADER_BYTES = 32;
const NAME_BYTES = 28;
/** What is erased at once: targets/esp32/jshardware.c, `FLASH_PAGE`. */
export const PAGE_BYTES = 4_096;
const BLANK = "\xff";

/** A file, or what is left of one, where it lies: one behind the other. */
interface Entry {
  readonly name: string;
  readonly length: number;
  isErased: boolean;
}

/**
 * Espruino's Storage as it lies in flash memory, step by step as its source takes them (src/jsflash.c): files lie one behind the other,
 * each with a header; to erase one is to mark its header, and its room comes back when all of it is compacted. A write marks the old
 * file, writes the new header, and then the data, where nothing but 255 stood. Between any two steps the power may be lost, and in
 * the middle of the data. Not modelled is what Espruino does about a header that is torn itself.
 */
export class FlashFiles {
  readonly files = new Map<string, string>();
  /** In NVS, which lies in the same flash memory: whether the chip starts with Bluetooth. */
  hasBluetooth = true;
  /** Erasures and writes so far. */
  steps = 0;
  /** Power is lost in place of the step with this number. */
  loseAtStep = Infinity;
  /** Bytes written so far, headers and the padding behind files too. */
  writtenBytes = 0;
  /** How often Espruino compacted, by itself or because it was told to. */
  compactions = 0;
  /** Bits of the byte that was being written when the power was lost that did not get there; 0 where it was not even begun. */
  torn = 0;
  /** Called before each step, with what power that is lost in it would leave. */
  onStep: ((left: ReadonlyMap<string, string>) => void) | undefined;
  #entries: Entry[] = [];

  constructor(readonly capacityBytes = 917_504) {}

  /** What `getFree` tells: the room behind the last file. */
  get freeBytes(): number {
    return this.capacityBytes - roomOfAll(this.#laidOut());
  }

  /** Bytes that files no longer need, and compacting frees. */
  get #trash(): number {
    return roomOfAll(this.#laidOut().filter(({ isErased }) => isErased));
  }

  /** Where everything lies. What a test put among the files or took from them lies behind the others, or was never there. */
  #laidOut(): readonly Entry[] {
    const { files } = this;
    this.#entries = this.#entries.filter((each) => each.isErased || files.get(each.name)?.length === each.length);
    const there = new Set(this.#entries.filter(({ isErased }) => !isErased).map(({ name }) => name));
    for (const [name, { length }] of files) {
      if (!there.has(name)) this.#entries.push({ name, length, isErased: false });
    }
    return this.#entries;
  }

  /** The file that has a byte of flash memory, by its address from the begin of Storage on, and where it begins. */
  #fileAt(address: number): { name: string; begin: number; text: string } | undefined {
    let begin = 0;
    for (const { name, length, isErased } of this.#laidOut()) {
      const data = begin + HEADER_BYTES;
      if (address >= data && address < data + length && !isErased) {
        return { name, begin: data, text: this.files.get(name) ?? "" };
      }
      begin += roomOf(length);
    }
    return undefined;
  }

  /** The bytes at an address from the begin of Storage on; of what was erased, 0 for what nobody needs. */
  readFlash(address: number, length: number): string {
    let bytes = "";
    let begin = 0;
    for (const { name, length: size, isErased } of this.#laidOut()) {
      const room = roomOf(size);
      if (begin + room > address && begin < address + length) {
        const sizes = String.fromCharCode(size & 255, (size >> 8) & 255, (size >> 16) & 255, 0);
        const named = (isErased ? `\0\0\0\0${name.slice(4)}` : name).padEnd(NAME_BYTES, "\0");
        const data = isErased ? "\0".repeat(size) : (this.files.get(name) ?? "");
        const all = (sizes + named + data).padEnd(room, BLANK);
        bytes += all.slice(Math.max(0, address - begin), address + length - begin);
      }
      begin += room;
    }
    return bytes.padEnd(length, BLANK);
  }

  /** Erases the page that an address lies in; power that is lost meanwhile leaves some of it. @throws Error where not all of it is one file's */
  erasePage(address: number): void {
    const page = address - (address % PAGE_BYTES);
    const { name, begin, text } = this.#fileAt(page) ?? {};
    if (name === undefined || begin === undefined || text === undefined || begin + text.length < page + PAGE_BYTES) {
      throw new Error(`the page at ${page} is not one file's: to erase it is to destroy Storage`);
    }
    const put = (blank: number): string => {
      const at = page - begin;
      return text.slice(0, at) + BLANK.repeat(blank) + text.slice(at + blank);
    };
    this.#step(name, put(PAGE_BYTES / 2));
    this.files.set(name, put(PAGE_BYTES));
  }

  /** Makes 0 of bits that were 1. @throws Error where not all of it is one file's */
  writeFlash(address: number, bytes: string): void {
    const { name, begin = 0, text = "" } = this.#fileAt(address) ?? {};
    const at = address - begin;
    if (name === undefined || at + bytes.length > text.length) {
      throw new Error(`what is written at ${address} is not one file's: that destroys Storage`);
    }
    const put = (length: number): string =>
      [...text].map((each, index) => and(each, index < at + length ? bytes[index - at] : undefined)).join("");
    this.#step(name, put(bytes.length >> 1));
    this.files.set(name, put(bytes.length));
  }

  switchBluetooth(on: boolean): void {
    this.#step();
    this.hasBluetooth = on;
  }

  read(name: string, offset = 0, length = 0): string | undefined {
    const text = this.files.get(name);
    if (text === undefined) return undefined;
    const from = Math.max(0, offset);
    return text.slice(from, length > 0 ? from + length : undefined);
  }

  erase(name: string): void {
    const text = this.files.get(name);
    if (text === undefined) return;
    this.#step();
    for (const entry of this.#laidOut()) if (entry.name === name) entry.isErased = true;
    this.files.delete(name);
  }

  eraseAll(): void {
    this.#step();
    this.files.clear();
    this.#entries = [];
  }

  /** Files lie in RAM alone while their pages are erased: at worst all are lost with the power. */
  compact(): void {
    if (this.#trash === 0) return;
    if (this.steps + 1 >= this.loseAtStep) this.files.clear();
    this.#step();
    this.#entries = this.#entries.filter(({ isErased }) => !isErased);
    this.compactions++;
  }

  write(name: string, data: string, offset = 0, size = 0): boolean {
    if (offset < 0 || size < 0) return false;
    const length = size > 0 ? size : data.length;
    if (length === 0) throw new Error("Can't create zero length file");
    const before = this.files.get(name);
    const isOpen = before !== undefined && before.length === length && isBlank(before);
    if (offset === 0 && !isOpen) {
      if (before === data && data.length === length) return true;
      this.erase(name);
      this.#makeRoom(roomOf(length));
      this.#step();
      this.files.set(name, BLANK.repeat(length));
      this.writtenBytes += roomOf(length) - length;
    }
    const text = this.files.get(name);
    if (text === undefined) throw new Error("Unable to find or create file");
    if (offset + data.length > text.length) throw new Error("Too much data for file size");
    if (!isBlank(text.slice(offset, offset + data.length))) {
      throw new Error("File already written with different data");
    }
    const put = (bytes: string): string => text.slice(0, offset) + bytes + text.slice(offset + bytes.length);
    // Power that is lost within a write leaves its first half, and may leave half of a byte.
    const half = Math.floor(data.length / 2);
    const torn = this.torn === 0 ? "" : String.fromCharCode(data.charCodeAt(half) | this.torn);
    this.#step(name, put(data.slice(0, half) + torn));
    this.files.set(name, put(data));
    this.writtenBytes += data.length;
    return true;
  }

  /** Espruino compacts where that is enough. */
  #makeRoom(bytes: number): void {
    if (this.freeBytes < bytes && bytes < this.freeBytes + this.#trash) this.compact();
    if (this.freeBytes < bytes) throw new Error("Unable to find or create file");
  }

  /** @param left What is left of a file when power is lost now */
  #step(name?: string, left = ""): void {
    this.onStep?.(new Map([...this.files, ...(name === undefined ? [] : [[name, left] as const])]));
    if (++this.steps < this.loseAtStep) return;
    if (name !== undefined) this.files.set(name, left);
    throw new PowerLost();
  }
}

function roomOfAll(entries: readonly Entry[]): number {
  return entries.reduce((sum, { length }) => sum + roomOf(length), 0);
}

function and(before: string, written: string | undefined): string {
  return written === undefined ? before : String.fromCharCode(before.charCodeAt(0) & written.charCodeAt(0));
}

function roomOf(bytes: number): number {
  return HEADER_BYTES + Math.ceil(bytes / 4) * 4;
}

function isBlank(text: string): boolean {
  return /^\xff*$/.test(text);
}
