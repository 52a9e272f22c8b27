/**
 * Whether a byte string is well-formed UTF-8 without U+0000, as every text in a packet must be. [MQTT-1.5.3-1],
 * [MQTT-1.5.3-2]; the ranges are those of table 3-7 of the Unicode Standard: no overlong form, no surrogate, nothing beyond
 * U+10FFFF. Control characters and those that are no characters for good a receiver may refuse (§1.5.3): they are let through, since
 * they do no harm here, and the server had the choice before.
 */
export function isUtf8(bytes: string): boolean {
  let following = 0;
  let lowest = 1;
  let highest = 0xf4;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    const isFirst = following === 0;
    if (byte < lowest || byte > highest || (isFirst && byte > 0x7f && byte < 0xc2)) {
      return false;
    }
    following = isFirst ? (byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3) : following - 1;
    // What the next byte may be.
    lowest = following === 0 ? 1 : byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    highest = following === 0 ? 0xf4 : byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
  }
  return following === 0;
}
