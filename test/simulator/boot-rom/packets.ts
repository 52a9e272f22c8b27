// The packets inside the frames (esptool documentation, "Serial Protocol"). All numbers are little-endian.

/** Command bytes. */
export const Op = {
  FlashBegin: 0x02,
  FlashData: 0x03,
  FlashEnd: 0x04,
  MemBegin: 0x05,
  MemEnd: 0x06,
  MemData: 0x07,
  Sync: 0x08,
  WriteReg: 0x09,
  ReadReg: 0x0a,
  SpiSetParams: 0x0b,
  SpiAttach: 0x0d,
  ChangeBaudRate: 0x0f,
  FlashDeflBegin: 0x10,
  FlashDeflData: 0x11,
  FlashDeflEnd: 0x12,
  SpiFlashMd5: 0x13,
  GetSecurityInfo: 0x14,
  EraseFlash: 0xd0,
  EraseRegion: 0xd1,
} as const;

const HEADER_BYTES = 8;
const DATA_HEADER_BYTES = 16;

export interface Command {
  op: number;
  checksum: number;
  data: Uint8Array;
}

/** The command in a packet; undefined for what is none, or not as long as it says. */
export function parseCommand(packet: Uint8Array): Command | undefined {
  if (packet.length < HEADER_BYTES || packet[0] !== 0) return undefined;
  const [op, size, checksum] = [packet[1], packet[2] | (packet[3] << 8), word(packet, 1)];
  if (packet.length !== HEADER_BYTES + size) return undefined;
  return { op, checksum, data: packet.subarray(HEADER_BYTES) };
}

export function command(op: number, data: Uint8Array, checksum = 0): Uint8Array {
  return Uint8Array.of(0, op, data.length & 0xff, data.length >> 8, ...wordBytes(checksum), ...data);
}

/** @param status the status bytes that close the answer: two from the stub, four from the ROM */
export function response(op: number, value: number, data: Uint8Array, status: number[]): Uint8Array {
  const size = data.length + status.length;
  return Uint8Array.of(1, op, size & 0xff, size >> 8, ...wordBytes(value), ...data, ...status);
}

/** The 32-bit word number `index` of some bytes. */
export function word(bytes: Uint8Array, index: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4 * index, true);
}

export function words(...values: number[]): Uint8Array {
  return Uint8Array.from(values.flatMap(wordBytes));
}

function wordBytes(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

/** What a …_DATA command carries, or why not: its length and its checksum have to fit. */
export function blockOf({ data, checksum }: Command): Uint8Array | "length" | "checksum" {
  if (data.length < DATA_HEADER_BYTES) return "length";
  const block = data.subarray(DATA_HEADER_BYTES);
  if (word(data, 0) !== block.length) return "length";
  return checksumOf(block) === checksum ? block : "checksum";
}

/** The data of a …_DATA command, and the checksum that goes with it. */
export function blockData(block: Uint8Array, sequence: number): { data: Uint8Array; checksum: number } {
  return { data: Uint8Array.of(...words(block.length, sequence, 0, 0), ...block), checksum: checksumOf(block) };
}

function checksumOf(block: Uint8Array): number {
  return block.reduce((sum, byte) => sum ^ byte, 0xef);
}
