import { crc32 } from "node:zlib";
import { literal } from "../../bytes";
import { ABANDONED_MS, checkArrived, checkStored, inPieces, type Progress } from "../upload";
import type { EspruinoConsole } from "./console";

/** Files in the chip's Storage, by way of its console, while nothing of a program runs there. */

export const STORAGE = 'require("Storage")';
export const PLACE = "the chip's Storage";
/** What Storage needs beside a file's bytes: its header, and its bytes in fours. */
export const FILE_BYTES = 36;
/** Bytes of a file in one line. */
const PIECE_BYTES = 256;

/** Sets the alarm that gives up on us anew. */
export const ALIVE = `(global.MOTE_UPLOAD&&clearTimeout(MOTE_UPLOAD),global.MOTE_UPLOAD=setTimeout("load()",${ABANDONED_MS}),0)`;

/** @param rest What the chip writes, as the further arguments of its `write` */
export async function store(console: EspruinoConsole, file: string, rest: string): Promise<void> {
  const isWritten = await console.evaluate(`(${ALIVE},${STORAGE}.write("${file}",${rest}))`);
  checkStored(isWritten === true, PLACE, file);
}

/** Writes a file that is not there, and compares what arrived. @throws ChipError */
export async function putFile(
  console: EspruinoConsole,
  file: string,
  bytes: string,
  onProgress?: Progress,
): Promise<void> {
  await inPieces(bytes, async (at) => {
    const piece = bytes.slice(at, at + PIECE_BYTES);
    await store(console, file, `${literal(piece)},${at},${bytes.length}`);
    onProgress?.(at + piece.length, bytes.length);
    return piece.length;
  });
  checkArrived(await isThere(console, file, bytes));
}

/** Whether the chip has a file with these bytes, by its length and CRC-32. */
export async function isThere(console: EspruinoConsole, file: string, bytes: string): Promise<boolean> {
  const question = `(${ALIVE},(function(text){return text?[text.length,E.CRC32(text)]:[0,0]})(${STORAGE}.read("${file}")))`;
  const [length, sum] = (await console.evaluate(question, 30_000)) as number[];
  return length === bytes.length && sum >>> 0 === crc32(Buffer.from(bytes, "latin1"));
}
