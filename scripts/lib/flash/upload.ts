import { ChipError } from "../serial/conversation";
import { UserError } from "../user-error";

/** A line may lose or change bytes: so often an upload is begun. */
export const MOST_TRIES = 3;

/** How long a chip waits for the next piece before it starts the program that it has. */
export const ABANDONED_MS = 30_000;

export type Progress = (doneBytes: number, totalBytes: number) => void;

/** @param store Takes as much of `bytes` from `at` on as it can, and says how many that were. */
export async function inPieces(bytes: string, store: (at: number) => Promise<number>): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await store(at);
}

/**
 * @param place What has to have room for a program beside the one that is there.
 * @param advice How to make room.
 * @throws UserError where it has not
 */
export function checkRoom(place: string, freeBytes: number, neededBytes: number, advice: string): void {
  if (freeBytes >= neededBytes) return;
  throw new UserError(
    `${place} has ${freeBytes} bytes free, and ${neededBytes} are needed beside the program that is there: ${advice}`,
  );
}

/** @throws ChipError */
export function checkStored(isStored: boolean, place: string, file: string): void {
  if (!isStored) throw new ChipError(`${place} did not take a piece of ${file}`);
}

/** @throws ChipError */
export function checkArrived(isSame: boolean): void {
  if (isSame) return;
  throw new ChipError(
    "what arrived in the chip's flash is not what was sent; the old program stays. Try again, with a shorter cable or another port",
  );
}
