import { crc32, deflateRawSync } from "node:zlib";

/** How far back the chip remembers what it unpacked: 16 kB. */
const WINDOW_BITS = 14;
/** Of the gzip header (RFC 1952 §2.3.1): packed by deflate; a name follows; the system that made it is unknown. */
const DEFLATE = 8;
const NAME_FLAG = 8;
const UNKNOWN_SYSTEM = 255;

/**
 * Packs bytes as the chip's loader unpacks them: gzip, without a date, with a name. The loader fails at a copy from the very first
 * byte on, which zlib never asks for: its chain of places ends with 0.
 */
export function compress(bytes: Buffer, name: string): Buffer {
  const header = Buffer.from([0x1f, 0x8b, DEFLATE, NAME_FLAG, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length, 4);
  const packed = deflateRawSync(bytes, { level: 9, windowBits: WINDOW_BITS });
  return Buffer.concat([header, Buffer.from(`${name}\0`, "latin1"), packed, trailer]);
}
