import { crc32 } from "node:zlib";
import { literal } from "./bytes";
import { NoAnswerError, type EspruinoConsole } from "./espruino-console";
import { generationOf, LOADER, marker, markerFile, programFile, SLOTS, type Slot } from "./program-slots";
import { UserError } from "./user-error";

/**
 * Bytes of the program in one line. The package `espruino` uploads by its own console session, whose boot code it replaces in
 * place: the old program is gone before the new one is whole. Hence this upload of our own.
 */
const CHUNK_BYTES = 512;
/** How long the chip waits for the next piece before it starts the program that it has. */
const ABANDONED_MS = 30_000;
/** What Storage needs beside a file's bytes: its header, and its bytes in fours. */
const FILE_BYTES = 36;

export interface UploadOptions {
  /** The built file, a byte string. */
  program: string;
  onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/**
 * Puts a program into the chip's flash beside the one that runs there, compares what arrived by its CRC-32, and only then has it
 * start at every boot. Whatever ends this, the chip starts the old program at the next boot, and by itself when it hears no
 * more for 30 s. The one exception is a boot code that is not ours: while ours replaces it, some milliseconds, there is none.
 * @throws UserError when it does not fit, arrived otherwise than it was sent, or the line ended
 */
export async function upload(console: EspruinoConsole, { program, onProgress }: UploadOptions): Promise<void> {
  await stopProgram(console);
  const { slot, generation } = await chooseSlot(console);
  await makeRoom(console, slot, program.length);
  for (let at = 0; at < program.length; at += CHUNK_BYTES) {
    const chunk = literal(program.slice(at, at + CHUNK_BYTES));
    await store(console, programFile(slot), `${chunk},${at},${program.length}`);
    onProgress?.(Math.min(at + CHUNK_BYTES, program.length), program.length);
  }
  await compare(console, slot, program);
  await store(console, markerFile(slot), literal(marker(generation)));
  // Boot code that is ours already is left alone.
  if ((await console.evaluate(`${STORAGE}.read(".bootcde")==${literal(LOADER)}`)) !== true) {
    await store(console, ".bootcde", literal(LOADER));
  }
}

/** Starts what the next boot starts. */
export function startProgram(console: EspruinoConsole): Promise<void> {
  return console.run("load()");
}

const STORAGE = 'require("Storage")';

/** Sets the alarm that gives up on us anew. */
const ALIVE = `(global.MOTE_UPLOAD&&clearTimeout(MOTE_UPLOAD),global.MOTE_UPLOAD=setTimeout("load()",${ABANDONED_MS}),0)`;

/** The interpreter without a program has its memory to itself, and nothing runs from the flash memory that is written. */
async function stopProgram(console: EspruinoConsole): Promise<void> {
  await console.run("reset()");
  for (let tries = 1; ; tries++) {
    try {
      await console.evaluate(ALIVE, 2_000);
      return;
    } catch (error) {
      if (!(error instanceof NoAnswerError) || tries === 5) throw error;
    }
  }
}

async function chooseSlot(console: EspruinoConsole): Promise<{ slot: Slot; generation: number }> {
  const markers = (await console.evaluate(
    `[${SLOTS.map((slot) => `${STORAGE}.read("${markerFile(slot)}")||""`).join()}]`,
  )) as string[];
  const generations = markers.map(generationOf);
  return { slot: generations[0] > generations[1] ? "b" : "a", generation: Math.max(...generations) + 1 };
}

/** Erases the slot, its marker first: half a program must never count. */
async function makeRoom(console: EspruinoConsole, slot: Slot, bytes: number): Promise<void> {
  await console.evaluate(`(${STORAGE}.erase("${markerFile(slot)}"),${STORAGE}.erase("${programFile(slot)}"),0)`);
  const needed = bytes + LOADER.length + 3 * FILE_BYTES;
  const free = async (): Promise<number> => (await console.evaluate(`${STORAGE}.getFree()`)) as number;
  if ((await free()) >= needed) return;
  await console.evaluate(`(${STORAGE}.compact(),${ALIVE})`, 60_000);
  const left = await free();
  if (left < needed) {
    throw new UserError(
      `the chip's Storage has ${left} bytes free, and ${needed} are needed beside the program that is there: erase files ` +
        'in it (require("Storage").list() in the console shows them)',
    );
  }
}

async function store(console: EspruinoConsole, file: string, rest: string): Promise<void> {
  const isWritten = await console.evaluate(`(${ALIVE},${STORAGE}.write("${file}",${rest}))`);
  if (isWritten !== true) throw new UserError(`the chip's Storage did not take a piece of ${file}`);
}

async function compare(console: EspruinoConsole, slot: Slot, program: string): Promise<void> {
  const read = `${STORAGE}.read("${programFile(slot)}")`;
  const [length, sum] = (await console.evaluate(`(${ALIVE},[${read}.length,E.CRC32(${read})])`, 30_000)) as number[];
  if (length !== program.length || sum >>> 0 !== crc32(Buffer.from(program, "latin1"))) {
    throw new UserError(
      "what arrived in the chip's flash is not what was sent; the old program stays. Try again, with a shorter cable or another port",
    );
  }
}
