import { chipNumber } from "./identity";

/**
 * From the chip's identity, so that no two chips share a sequence, and from its random number generator, so that no two boots do.
 * @param register Where the generator is read
 */
export function seedFrom(register: number): void {
  E.srand(chipNumber() ^ peek32(register));
}
