const SECTOR_BYTES = 4096;

/** An access outside of the memory. */
export class FlashRangeError extends Error {
  override readonly name = "FlashRangeError";
}

/** The flash memory beside the chip: erasing sets whole sectors to ones, programming only clears bits. */
export class SpiFlash {
  readonly bytes: Uint8Array;

  /** @param size in bytes, a power of two */
  constructor(size: number) {
    this.bytes = new Uint8Array(size).fill(0xff);
  }

  /** What the JEDEC command 0x9F answers, the first byte lowest: manufacturer (Winbond), type, log2 of the size. */
  get jedecId(): number {
    return (Math.log2(this.bytes.length) << 16) | 0x40ef;
  }

  /** Erases every sector that overlaps from … to. */
  erase(from: number, to: number): void {
    const start = from - (from % SECTOR_BYTES);
    this.#check(start, to);
    this.bytes.fill(0xff, start, Math.ceil(to / SECTOR_BYTES) * SECTOR_BYTES);
  }

  program(at: number, data: Uint8Array): void {
    this.#check(at, at + data.length);
    data.forEach((byte, i) => (this.bytes[at + i] &= byte));
  }

  read(at: number, length: number): Uint8Array {
    this.#check(at, at + length);
    return this.bytes.subarray(at, at + length);
  }

  #check(from: number, to: number): void {
    if (to > this.bytes.length) throw new FlashRangeError(`0x${from.toString(16)}–0x${to.toString(16)}`);
  }
}
