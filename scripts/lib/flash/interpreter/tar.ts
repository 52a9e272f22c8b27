import { gunzipSync } from "node:zlib";
import { UserError } from "../../user-error";

const BLOCK_BYTES = 512;
/** An archive of a release unpacks to some 2 MB. */
const LONGEST_BYTES = 32 * 1024 * 1024;

/**
 * The files in a .tgz, by their path. Enough of POSIX ustar for what `tar -czf` makes of a few files with short names.
 * @throws UserError when it is no such archive, or a damaged one
 */
export function readTgz(archive: Uint8Array, name: string): Map<string, Uint8Array> {
  const bytes = gunzip(archive, name);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK_BYTES <= bytes.length;) {
    const header = bytes.subarray(at, at + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return files;
    const size = parseInt(text(header, 124, 12), 8);
    if (checksum(header) !== parseInt(text(header, 148, 8), 8) || !(size >= 0)) {
      throw new UserError(`${name}: not a tar archive inside, or a damaged one; download it again`);
    }
    at += BLOCK_BYTES;
    // "0" and NUL are files. A long path stands in two fields.
    if (/^[0\0]$/.test(String.fromCharCode(header[156]))) {
      const prefix = text(header, 345, 155);
      files.set((prefix === "" ? "" : `${prefix}/`) + text(header, 0, 100), bytes.subarray(at, at + size));
    }
    at += Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  throw new UserError(`${name}: ends in the middle; download it again`);
}

function gunzip(archive: Uint8Array, name: string): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: LONGEST_BYTES });
  } catch (error) {
    throw new UserError(`${name}: cannot be unpacked (${(error as Error).message}); download it again`);
  }
}

/** A field of text, which ends at a NUL or with the field. */
function text(header: Uint8Array, at: number, length: number): string {
  return Buffer.from(header.subarray(at, at + length))
    .toString("latin1")
    .replace(/\0.*$/s, "")
    .trim();
}

/** The sum of the header's bytes, with spaces where the sum itself stands. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0);
}
