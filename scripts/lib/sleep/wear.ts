/** What is written to flash memory while a node sleeps and wakes. */
export interface FlashUse {
  /** Bytes in a wake, with what the file system adds, on average. */
  bytesAWake: number;
  /** What is free for them until pages have to be erased. */
  freeBytes: number;
}

/** How often a page of flash memory can be erased at least, by the data sheets of the memories that ESP32 modules have. */
export const ERASES = 100_000;

/**
 * In how many wakes each page is erased once: what is written goes where nothing was written since the last erasure, so that none is needed
 * until all is full. Infinity where nothing is written.
 */
export function wakesAnErase({ bytesAWake, freeBytes }: FlashUse): number {
  return bytesAWake <= 0 ? Infinity : Math.max(1, Math.floor(freeBytes / bytesAWake));
}
