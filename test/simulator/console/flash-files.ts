/** Power was lost while the flash memory was written. */
export class PowerLost extends Error {}

/**
 * Espruino's Storage as it lies in flash memory, step by step as its source takes them (src/jsflash.c, jsfWriteFile): the old
 * file's header is marked as erased, the new header is written, the data follow. Between any two the power may be lost.
 */
export class FlashFiles {
  readonly files = new Map<string, string>();
  /** In NVS, which lies in the same flash memory: whether the chip starts with Bluetooth. */
  hasBluetooth = true;
  /** Erasures and writes so far. */
  steps = 0;
  /** Power is lost in place of the step with this number. */
  loseAtStep = Infinity;
  /** Bytes that files no longer need, and compacting frees. */
  #trash = 0;

  constructor(readonly capacityBytes = 917_504) {}

  get freeBytes(): number {
    const used = [...this.files.values()].reduce((sum, text) => sum + 32 + text.length, 0);
    return this.capacityBytes - used - this.#trash;
  }

  switchBluetooth(on: boolean): void {
    this.#step();
    this.hasBluetooth = on;
  }

  read(name: string): string | undefined {
    return this.files.get(name);
  }

  erase(name: string): void {
    const text = this.files.get(name);
    if (text === undefined) return;
    this.#step();
    this.files.delete(name);
    this.#trash += 32 + text.length;
  }

  /** Files lie in RAM alone while their pages are erased: at worst all are lost with the power. */
  compact(): void {
    if (this.steps + 1 >= this.loseAtStep) this.files.clear();
    this.#step();
    this.#trash = 0;
  }

  write(name: string, data: string, offset = 0, size = 0): boolean {
    const length = size > 0 ? size : data.length;
    if (length === 0) throw new Error("Can't create zero length file");
    const before = this.files.get(name);
    if (before === data) return true;
    const isOpen = before !== undefined && before.length === length && /^\xff*$/.test(before);
    if (offset === 0 && !isOpen) {
      this.erase(name);
      if (this.freeBytes < 32 + length) throw new Error("Unable to find or create file");
      this.#step();
      this.files.set(name, "\xff".repeat(length));
    }
    const text = this.files.get(name);
    if (text === undefined) throw new Error("Unable to find or create file");
    if (offset + data.length > text.length) throw new Error("Too much data for file size");
    if (!/^\xff*$/.test(text.slice(offset, offset + data.length))) {
      throw new Error("File already written with different data");
    }
    // Power that is lost within a write leaves its first half.
    const put = (bytes: string): void =>
      void this.files.set(name, text.slice(0, offset) + bytes + text.slice(offset + bytes.length));
    if (this.steps + 1 >= this.loseAtStep) put(data.slice(0, data.length / 2));
    this.#step();
    put(data);
    return true;
  }

  #step(): void {
    if (++this.steps >= this.loseAtStep) throw new PowerLost();
  }
}
