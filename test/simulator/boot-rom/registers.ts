import type { SpiFlash } from "./spi-flash";
import type { ChipVariant } from "./variants";

const USER_COMMAND = 2 ** 31;
const USER_READ = 1 << 28;
const EXECUTE = 1 << 18;
const READ_JEDEC_ID = 0x9f;

/**
 * The chip's registers: fuses, and of the flash memory's controller what it takes to run one command on the flash memory
 * and read its answer. What nothing was written to reads as 0.
 */
export class Registers {
  readonly #values: Map<number, number>;
  readonly #spi: ChipVariant["spi"];
  readonly #flash: SpiFlash;
  /** Whether the controller is connected to the flash memory: without it commands get no answer. */
  isFlashAttached = false;

  constructor(variant: ChipVariant, flash: SpiFlash) {
    this.#values = new Map(variant.registers);
    this.#spi = variant.spi;
    this.#flash = flash;
  }

  read(address: number): number {
    return this.#values.get(address) ?? 0;
  }

  write(address: number, value: number, mask: number): void {
    const written = ((this.read(address) & ~mask) | (value & mask)) >>> 0;
    this.#values.set(address, written);
    if (address === this.#spi.base && (written & EXECUTE) !== 0) {
      this.#execute();
      this.#values.set(address, 0);
    }
  }

  #execute(): void {
    const { base, user, user2, data } = this.#spi;
    const flags = this.read(base + user);
    const isRead = (flags & USER_READ) !== 0 && flags >= USER_COMMAND;
    if (isRead && (this.read(base + user2) & 0xff) === READ_JEDEC_ID) {
      this.#values.set(base + data, this.isFlashAttached ? this.#flash.jedecId : 0);
    }
  }
}
