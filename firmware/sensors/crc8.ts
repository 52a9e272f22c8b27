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
