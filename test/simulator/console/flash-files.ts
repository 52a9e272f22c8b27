/** Power was lost while the flash memory was written. */
export class PowerLost extends Error {}

const HEADER_BYTES = 32;
const BLANK = "\xff";

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
  /** Bytes that files no longer need, and compacting frees. */
  #trash = 0;

  constructor(readonly capacityBytes = 917_504) {}

  /** What `getFree` tells: the room behind the last file. */
  get freeBytes(): number {
    const used = [...this.files.values()].reduce((sum, text) => sum + roomOf(text.length), 0);
    return this.capacityBytes - used - this.#trash;
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
    this.files.delete(name);
    this.#trash += roomOf(text.length);
  }

  eraseAll(): void {
    this.#step();
    this.files.clear();
    this.#trash = 0;
  }

  /** Files lie in RAM alone while their pages are erased: at worst all are lost with the power. */
  compact(): void {
    if (this.#trash === 0) return;
    if (this.steps + 1 >= this.loseAtStep) this.files.clear();
    this.#step();
    this.#trash = 0;
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

function roomOf(bytes: number): number {
  return HEADER_BYTES + Math.ceil(bytes / 4) * 4;
}

function isBlank(text: string): boolean {
  return /^\xff*$/.test(text);
}
