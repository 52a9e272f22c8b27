import type { Sleep, Storage } from "../../engine/engine";

/** The list of what Home Assistant was told (services/told.ts), which begins with the hash of it. */
const FILE = "told";
const DAY_SECONDS = 86_400;

/**
 * Whether a wake need not tell Home Assistant what the board is: it was told the same, and the broker keeps it. Once a day it is told all
 * the same, for brokers forget; and after every boot that is no wake.
 * @param connectSeconds From one connection to the next.
 */
export function isTold(storage: Storage, hash: string, sleep: Sleep, connectSeconds: number): boolean {
  return (
    sleep.wokenBy().length > 0 &&
    sleep.clockSeconds() % DAY_SECONDS >= connectSeconds &&
    (storage.read(FILE) ?? "").substring(0, hash.length) === hash
  );
}
