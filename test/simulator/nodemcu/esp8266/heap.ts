import type { LuaClass, LuaVm } from "../../lua/vm";

/** What the heap has when Lua starts, with Wi-Fi on; nominal. */
const HEAP_BYTES = 40_000;
/**
 * What a program takes on the chip, of what it takes in the machine that runs here: a value has 12 bytes there and not 16, but
 * each block of the heap 8 of its own and 4 in the mean to be whole. Measured at the start of boards/nodemcu-esp32.json, compiled for
 * Lua 5.1, with NodeMCU's C code built for 32 bits: 26,376 bytes of the heap, and 24,693 here.
 */
const SIZE_ON_CHIP = 26_376 / 24_693;

/** How much of the chip's memory the program has taken; the libraries, and what it runs out of flash, take none. */
export class Heap {
  readonly #vm: LuaVm;
  #inFlashBytes = 0;

  constructor(vm: LuaVm) {
    this.#vm = vm;
  }

  /** All that Lua has so far is in flash on the chip. @param kinds Of the modules' objects, whose methods are as well */
  programStarts(kinds: readonly LuaClass[]): void {
    for (const kind of kinds) this.#vm.define(kind);
    this.#vm.collect();
    this.#inFlashBytes = this.#vm.memoryBytes;
  }

  /** What `load` makes Lua keep is in flash on the chip. */
  outside<T>(load: () => T): T {
    this.#vm.collect();
    const before = this.#vm.memoryBytes;
    const loaded = load();
    this.#vm.collect();
    this.#inFlashBytes += this.#vm.memoryBytes - before;
    return loaded;
  }

  get totalBytes(): number {
    return HEAP_BYTES;
  }

  /** With so little memory garbage is collected before it piles up. */
  get freeBytes(): number {
    this.#vm.collect();
    return Math.max(0, Math.floor(this.#free));
  }

  /** Whether the program keeps more than there is. */
  get isExhausted(): boolean {
    if (this.#free > 0) return false;
    this.#vm.collectOnce();
    if (this.#free > 0) return false;
    this.#vm.collect();
    return this.#free <= 0;
  }

  get #free(): number {
    return HEAP_BYTES - (this.#vm.memoryBytes - this.#inFlashBytes) * SIZE_ON_CHIP;
  }
}
