import type { Chip, OneWireBus } from "../../engine/engine";

/** Prints what is on a 1-wire bus, for the one who writes the board file. */
export function printParts(chip: Chip, id: string, wire: OneWireBus): void {
  for (const rom of wire.search()) {
    chip.log(id + ": " + rom);
  }
}
