import { createHash } from "node:crypto";

const IMAGE_MAGIC = 0xe9;
const HEADER_BYTES = 24;
const DIGEST_BYTES = 32;

/** The chips that images name by number (esptool documentation, "Firmware Image Format"; esptool/targets). */
const CHIP_NAMES: Readonly<Record<number, string>> = {
  0: "ESP32",
  2: "ESP32-S2",
  5: "ESP32-C3",
  9: "ESP32-S3",
  12: "ESP32-C2",
  13: "ESP32-C6",
  16: "ESP32-H2",
  18: "ESP32-P4",
};

/**
 * Why some bytes cannot be a program for a chip: a boot loader or the interpreter. Looks at the header, the length of its
 * segments, their checksum and, where there is one, the digest at the end.
 */
export function programProblem(bytes: Uint8Array, chipId: number): string | undefined {
  if (bytes.length < HEADER_BYTES || bytes[0] !== IMAGE_MAGIC) return "is no program for an Espressif chip";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chip = view.getUint16(12, true);
  if (chip !== chipId) {
    return `is for ${chipName(chip)}, not for ${chipName(chipId)}`;
  }
  let sum = 0xef;
  let at = HEADER_BYTES;
  for (let segments = bytes[1]; segments > 0; segments--) {
    if (at + 8 > bytes.length) return "is cut short";
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > bytes.length) return "is cut short";
    for (at += 8; at < end; at++) sum ^= bytes[at];
  }
  // The checksum is the last byte of a multiple of 16.
  const end = at - (at % 16) + 16;
  if (end > bytes.length) return "is cut short";
  if (bytes[end - 1] !== sum) return "is damaged: its checksum is wrong";
  const hasDigest = bytes[23] === 1;
  if (!hasDigest) return undefined;
  if (end + DIGEST_BYTES > bytes.length) return "is cut short";
  const digest = createHash("sha256").update(bytes.subarray(0, end)).digest();
  return digest.equals(bytes.subarray(end, end + DIGEST_BYTES)) ? undefined : "is damaged: its digest is wrong";
}

/** Sizes of flash memory in an image's header, in MB: the upper half of its fourth byte. */
const FLASH_MB = [1, 2, 4, 8, 16, 32, 64, 128];

/**
 * A boot loader for a chip with this much flash memory. One that was made for more finds less at each boot, and starts nothing; the
 * size stands in its header, and its digest at the end covers that (esptool documentation, "Firmware Image Format").
 */
export function forFlashOf(bootLoader: Uint8Array, flashBytes: number): Uint8Array {
  const megabytes = flashBytes / (1024 * 1024);
  const code = FLASH_MB.indexOf(megabytes);
  if ((FLASH_MB[bootLoader[3] >> 4] ?? Infinity) <= megabytes || code < 0) return bootLoader;
  const made = Uint8Array.from(bootLoader);
  made[3] = (code << 4) | (made[3] & 0x0f);
  if (made[23] === 1) {
    const end = made.length - DIGEST_BYTES;
    made.set(createHash("sha256").update(made.subarray(0, end)).digest(), end);
  }
  return made;
}

function chipName(id: number): string {
  return CHIP_NAMES[id] ?? `chip number ${id}`;
}

export interface Partition {
  label: string;
  offset: number;
  size: number;
}

/**
 * The partitions that a table names (ESP-IDF, "Partition Tables": entries of 32 bytes that begin with AA 50).
 * @returns undefined when it is no table
 */
export function readPartitions(bytes: Uint8Array): Partition[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const partitions: Partition[] = [];
  for (let at = 0; at + 32 <= bytes.length && view.getUint16(at, true) === 0x50aa; at += 32) {
    const label = Buffer.from(bytes.subarray(at + 12, at + 28)).toString("latin1");
    partitions.push({
      label: label.replace(/\0.*$/s, ""),
      offset: view.getUint32(at + 4, true),
      size: view.getUint32(at + 8, true),
    });
  }
  return partitions.length > 0 ? partitions : undefined;
}
