import { createHash } from "node:crypto";
import { LAYOUTS, type RuntimeChip } from "../../../../../scripts/lib/flash/interpreter/layout";
import { Random } from "../../../../random";

/** Partitions as Espruino's targets/esp32/IDF4/partitions.csv has them. */
const PARTITIONS: [type: number, subtype: number, offset: number, size: number, label: string][] = [
  [1, 2, 0x9000, 0x6000, "nvs"],
  [1, 1, 0xf000, 0x1000, "phy_init"],
  [0, 0, 0x10000, 0x1f4000, "factory"],
  [1, 0x40, 0x310000, 0x10000, "flash"],
  [1, 6, 0x320000, 0xe0000, "storage"],
];

/** The files of a release that looks like one: programs with header, segments, checksum and digest, and a partition table. */
export function sampleRelease(
  chip: RuntimeChip,
  seed = 1,
  interpreterSegments = [180_004, 10_000, 220_012],
): Map<string, Uint8Array> {
  const generator = new Random(seed);
  const random = (): number => generator.below(256);
  const { imageChipId, parts } = LAYOUTS[chip];
  const content = {
    "boot loader": () => program(imageChipId, [2_664, 7_300, 5_308], random),
    "partition table": partitionTable,
    interpreter: () => program(imageChipId, interpreterSegments, random),
  };
  return new Map(parts.map(({ role, file }) => [file, content[role]()]));
}

/** A program after the firmware image format of esptool's documentation. */
export function program(chipId: number, segments: number[], random: () => number, hasDigest = true): Uint8Array {
  const header = Buffer.alloc(24);
  header.set([0xe9, segments.length, 2, 0x20]);
  header.writeUInt16LE(chipId, 12);
  header[23] = hasDigest ? 1 : 0;
  const bodies = segments.map((size) => Buffer.from(Array.from({ length: size }, (_, i) => codeLike(i, random))));
  const sum = bodies.flatMap((body) => [...body]).reduce((xor, byte) => xor ^ byte, 0xef);
  const head = (size: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(0x400d0020, 0);
    bytes.writeUInt32LE(size, 4);
    return bytes;
  };
  const unpadded = Buffer.concat([header, ...bodies.flatMap((body) => [head(body.length), body])]);
  const padded = Buffer.alloc(unpadded.length - (unpadded.length % 16) + 16);
  padded.set(unpadded);
  padded[padded.length - 1] = sum;
  return hasDigest ? Buffer.concat([padded, createHash("sha256").update(padded).digest()]) : padded;
}

/** Runs of the same and of anything, SLIP's own characters among it, so that it compresses about as well as code. */
function codeLike(i: number, random: () => number): number {
  return i % 64 < 24 ? i % 7 : i % 3 === 2 ? random() : [0xc0, 0xdb][i % 3];
}

function partitionTable(): Uint8Array {
  const table = Buffer.alloc(0xc00, 0xff);
  PARTITIONS.forEach(([type, subtype, offset, size, label], i) => {
    const at = 32 * i;
    table.fill(0, at, at + 32);
    table.set([0xaa, 0x50, type, subtype], at);
    table.writeUInt32LE(offset, at + 4);
    table.writeUInt32LE(size, at + 8);
    table.write(label, at + 12, "latin1");
  });
  return table;
}
