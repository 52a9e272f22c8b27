import type { Bytes } from "../engine/engine";

/**
 * What four bits do to a check of eight, for each value of the four. Half a byte at a time: by single bits it would take the
 * interpreter four times as long, and a table for whole bytes 256 of them.
 */
const MAXIM = "\x00\x9d\x23\xbe\x46\xdb\x65\xf8\x8c\x11\xaf\x32\xca\x57\xe9\x74";

/**
 * The CRC-8 of 1-wire, x⁸ + x⁵ + x⁴ + 1 with the lowest bit first (Maxim, application note 27): 0 over bytes that are followed
 * by their check.
 */
export function crc8Maxim(bytes: Bytes, count: number): number {
  let crc = 0;
  for (let i = 0; i < count; i++) {
    crc = crc ^ bytes[i];
    crc = (crc >>> 4) ^ MAXIM.charCodeAt(crc & 15);
    crc = (crc >>> 4) ^ MAXIM.charCodeAt(crc & 15);
  }
  return crc;
}

/** The same for the polynomial from its highest bit on. */
const SENSIRION = "\x00\x31\x62\x53\xc4\xf5\xa6\x97\xb9\x88\xdb\xea\x7d\x4c\x1f\x2e";

/**
 * The CRC-8 of Sensirion's and ASAIR's parts: the same polynomial with the highest bit first, beginning with 0xff. 0 over bytes that
 * are followed by their check.
 */
export function crc8Sensirion(bytes: Bytes, from: number, count: number): number {
  let crc = 0xff;
  for (let i = from; i < from + count; i++) {
    crc = crc ^ bytes[i];
    crc = ((crc << 4) & 0xff) ^ SENSIRION.charCodeAt(crc >>> 4);
    crc = ((crc << 4) & 0xff) ^ SENSIRION.charCodeAt(crc >>> 4);
  }
  return crc;
}
