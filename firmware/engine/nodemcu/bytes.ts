import type { Bytes } from "../engine";

/** Memory for what is read, which grows to the longest that is. */
export interface ByteTable {
  [index: number]: number;
}

/** Puts a byte string into a table, for others to index it. */
export function unpack(text: string, bytes: ByteTable): Bytes {
  for (let i = 0; i < text.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }
  return bytes;
}
