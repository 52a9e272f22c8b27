/** What is written to flash memory while a node sleeps and wakes. */
export interface FlashUse {
  /** Bytes that are added to a file in the middle, in a wake. */
  bytesAWake: number;
  /** The file that they are added to, with what the file system adds; a new one takes its place when it is full. */
  fileBytes: number;
  /** What is left for such files until all is compacted. */
  freeBytes: number;
}

/** How often a page of flash memory can be erased at least, by the data sheets of the memories that ESP32 modules have. */
export const ERASES = 100_000;

export interface FlashWear {
  /** Wakes until a file is full. */
  wakesAFile: number;
  /** Wakes until no file fits any more, and each page is erased once. */
  wakesAnErase: number;
}

/** undefined where nothing is written. Bytes are added where nothing was written since a page was erased, so that nothing is erased for them. */
export function wearOf({ bytesAWake, fileBytes, freeBytes }: FlashUse): FlashWear | undefined {
  if (bytesAWake <= 0) return undefined;
  const wakesAFile = Math.max(1, Math.floor(fileBytes / bytesAWake));
  return { wakesAFile, wakesAnErase: wakesAFile * Math.max(1, Math.floor(freeBytes / fileBytes)) };
}
