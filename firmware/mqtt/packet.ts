/** Control packets on the wire: the parts of them that never change, and numbers and texts in them. MQTT 3.1.1 §2.2. */

export const PINGREQ = "\xc0\x00";
export const PINGRESP = "\xd0\x00";
export const DISCONNECT = "\xe0\x00";

/** First two bytes of the acknowledgements, before the packet identifier; PUBREL has flags 0010. [MQTT-3.6.1-1] */
export const PUBACK = "\x40\x02";
export const PUBREC = "\x50\x02";
export const PUBREL = "\x62\x02";
export const PUBCOMP = "\x70\x02";

/** The longest packet with one byte of remaining length. */
export const SHORT_PACKET_BYTES = 129;

/** The remaining length in its variable-length form: seven bits a byte, the lowest first. `length` is 0 … 268,435,455. */
export function remainingLength(length: number): string {
  let text = "";
  let rest = length;
  while (rest > 127) {
    text += String.fromCharCode((rest & 127) | 128);
    rest = rest >>> 7;
  }
  return text + String.fromCharCode(rest);
}

/** The big-endian 16-bit number at `at`. */
export function uint16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}

/** A number of 0 … 65,535 as two bytes, the high one first. */
export function uint16Bytes(value: number): string {
  return String.fromCharCode(value >>> 8, value & 255);
}

/** A byte string with its length in front, as texts stand in packets; at most 65,535 bytes. §1.5.3 */
export function field(bytes: string): string {
  return uint16Bytes(bytes.length) + bytes;
}

/** Behind it the QoS of a message that was too large: what acknowledges it stands under the sum (`Handlers`). */
export const OVERSIZED = 256;
