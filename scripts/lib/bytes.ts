/** Byte strings: the wire type of the firmware, characters 0–255. */

export function utf8(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/**
 * Stands for the chip's address while a program is made: printable, as long as the address will be, and nothing that a board file
 * can hold, where `{` begins a placeholder.
 */
export const MAC_MARK = "{<chip mac>}";

/** The same for the last six digits of it. */
export const SHORT_MAC_MARK = "{<m6>}";

/** A topic name as it stands in a packet: its length in two bytes, then its bytes. */
export function topicField(topic: string): string {
  const bytes = utf8(topic);
  return String.fromCharCode(bytes.length >> 8, bytes.length & 255) + bytes;
}

/** A byte string as a TypeScript literal of printable ASCII. */
export function literal(bytes: string): string {
  const escaped = bytes.replace(/[^ -~]|["\\]/g, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}
