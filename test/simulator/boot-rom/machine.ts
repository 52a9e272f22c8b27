import type { Memory } from "./memory";
import type { Registers } from "./registers";
import type { SpiFlash } from "./spi-flash";
import type { ChipVariant } from "./variants";

/** What a boot loader has in its hands. */
export interface Machine {
  readonly variant: ChipVariant;
  readonly flash: SpiFlash;
  readonly registers: Registers;
  readonly memory: Memory;
  /** Bits per second of the UART. */
  baudRate: number;
  /** A packet from a loader to the host. */
  send(packet: Uint8Array): void;
  /** Jumps to an address in RAM. */
  run(address: number): void;
}
