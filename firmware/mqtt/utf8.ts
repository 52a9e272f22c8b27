/**
 * Whether a byte string is well-formed UTF-8 without U+0000, as every text in a packet must be. [MQTT-1.5.3-1],
 * [MQTT-1.5.3-2]; the ranges are those of table 3-7 of the Unicode Standard: no overlong form, no surrogate, nothing beyond
 * U+10FFFF.
 */
export function isUtf8(bytes: string): boolean {
  let following = 0;
  let lowest = 0x80;
  let highest = 0xbf;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (following > 0) {
      if (byte < lowest || byte > highest) {
        return false;
      }
      following--;
      lowest = 0x80;
      highest = 0xbf;
    } else if (byte > 0x7f) {
      if (byte < 0xc2 || byte > 0xf4) {
        return false;
      }
      following = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      lowest = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
      highest = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    } else if (byte === 0) {
      return false;
    }
  }
  return following === 0;
}
