import { createHash } from "node:crypto";
import { UserError } from "../../user-error";
import { programProblem, readPartitions } from "./image-format";
import { LAYOUTS, type PartPlace, type RuntimeChip } from "./layout";

export interface ImagePart extends PartPlace {
  bytes: Uint8Array;
}

/** Espruino for a chip, as it goes into flash. */
export interface RuntimeImage {
  chip: RuntimeChip;
  /** The release; undefined for a file whose name does not tell. */
  version: string | undefined;
  /** Where it came from, for a person. */
  origin: string;
  parts: readonly ImagePart[];
}

/**
 * The image made of a release's files.
 * @param find The bytes of a file by its name, undefined when there is none.
 * @throws UserError when a part is missing or is not what it should be
 */
export function assembleImage(
  chip: RuntimeChip,
  version: string | undefined,
  origin: string,
  find: (file: string) => Uint8Array | undefined,
): RuntimeImage {
  const parts = LAYOUTS[chip].parts.map((place) => {
    const bytes = find(place.file);
    if (bytes === undefined) throw new UserError(`${origin}: there is no ${place.file}, the ${place.role}, in it`);
    return { ...place, bytes };
  });
  const image = { chip, version, origin, parts };
  checkParts(image);
  return image;
}

function checkParts({ chip, origin, parts }: RuntimeImage): void {
  const { imageChipId } = LAYOUTS[chip];
  for (const { role, file, bytes } of parts) {
    const problem =
      role === "partition table"
        ? readPartitions(bytes) === undefined && "is no partition table"
        : programProblem(bytes, imageChipId);
    if (typeof problem === "string") throw new UserError(`${origin}: ${file} ${problem}`);
  }
  const inOrder = [...parts].sort((a, b) => a.offset - b.offset);
  inOrder.forEach(({ file, offset, bytes }, i) => {
    const next = inOrder[i + 1]?.offset ?? partitionAt(parts, offset)?.end ?? 0;
    if (offset + bytes.length > next) {
      throw new UserError(`${origin}: ${file} has ${bytes.length} bytes, more than its place at ${hex(offset)} has`);
    }
  });
}

/**
 * What does not fit into a chip's flash memory.
 * @throws UserError
 */
export function checkFits(image: RuntimeImage, flashBytes: number): void {
  const needed = Math.max(...partitions(image.parts).map(({ offset, size }) => offset + size));
  if (needed <= flashBytes) return;
  throw new UserError(
    `this ${LAYOUTS[image.chip].name} has ${megabytes(flashBytes)} of flash, and Espruino needs ${megabytes(needed)}: ` +
      "take a board with more",
  );
}

function partitions(parts: readonly ImagePart[]): { offset: number; size: number }[] {
  const table = parts.find(({ role }) => role === "partition table");
  return (table && readPartitions(table.bytes)) ?? [];
}

function partitionAt(parts: readonly ImagePart[], offset: number): { end: number } | undefined {
  const partition = partitions(parts).find((each) => each.offset === offset);
  return partition && { end: partition.offset + partition.size };
}

function megabytes(bytes: number): string {
  return `${bytes / (1024 * 1024)} MB`;
}

export function hex(offset: number): string {
  return `0x${offset.toString(16)}`;
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
