import type { LuaVm } from "../../lua/vm";

/** What the heap has when Lua starts, with Wi-Fi on; nominal. */
const HEAP_BYTES = 40_000;
/** What a value, and with it most of what Lua keeps, takes on the chip, of what it takes in the machine that runs here. */
const SIZE_ON_CHIP = 12 / 16;

/** How much of the chip's memory the program has taken; the libraries, and what it runs out of flash, take none. */
export class Heap {
  readonly #vm: LuaVm;
  #inFlashBytes = 0;

  constructor(vm: LuaVm) {
    this.#vm = vm;
  }

  /** All that Lua has so far is in flash on the chip. */
  programStarts(): void {
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

  /** With so little memory garbage is collected before it piles up. */
  get freeBytes(): number {
    this.#vm.collect();
    return Math.max(0, Math.floor(this.#free));
  }

  /** Whether the program keeps more than there is. */
  get isExhausted(): boolean {
    if (this.#free > 0) return false;
    this.#vm.collect();
    return this.#free <= 0;
  }

  get #free(): number {
    return HEAP_BYTES - (this.#vm.memoryBytes - this.#inFlashBytes) * SIZE_ON_CHIP;
  }
}
