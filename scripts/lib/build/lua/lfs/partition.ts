/**
 * A function of Lua for the chip: what to type to have a partition for LFS of so many bytes, nil when it has one. It comes
 * behind the firmware: where one is, where the file system begins, or where node.setpartitiontable puts it when the file system
 * begins at 1 MB or later. LFS must lie below that. In short lines, for the console takes no long ones.
 */
export const PARTITION_FUNCTION: readonly string[] = [
  "function lfs_partition(bytes)",
  "local p = node.getpartitiontable()",
  "if p.lfs_size >= bytes then return end",
  "local at = p.lfs_size > 0 and p.lfs_addr or p.spiffs_addr",
  "local over = at + bytes - p.spiffs_addr",
  'if over <= 0 or at >= 0x100000 then return ("node.setpartitiontable{lfs_size=0x%x}"):format(bytes) end',
  'local all = "node.setpartitiontable{lfs_addr=0x%x,lfs_size=0x%x,spiffs_addr=0x%x,spiffs_size=0x%x}"',
  "return all:format(at, bytes, at + bytes, p.spiffs_size - over)",
  "end",
];

/** A partition that leaves a program room to grow; small beside 1 MB. */
const USUAL_BYTES = 128 * 1024;
const SECTOR_BYTES = 4096;

/** The size that is proposed for a partition. */
export function proposedPartitionBytes(imageBytes: number): number {
  return Math.max(USUAL_BYTES, leastPartitionBytes(imageBytes));
}

/** Partitions are whole sectors of flash. */
export function leastPartitionBytes(imageBytes: number): number {
  return Math.ceil(imageBytes / SECTOR_BYTES) * SECTOR_BYTES;
}
