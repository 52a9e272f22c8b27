import { literal } from "../../bytes";
import type { EspruinoConsole } from "./console";
import { ALIVE, FILE_BYTES, PLACE, putFile, STORAGE, store } from "./files";
import {
  HAS_SPARE_LOADER,
  LOADER,
  marker,
  MARKER_BYTES,
  markerFile,
  noteFile,
  programFile,
  readMarker,
  SLOTS,
  SPARE_FILE,
  type Slot,
} from "./program-slots";
import { putSecrets, secretsNeed } from "./secrets";
import { ChipError, NoAnswerError, persist } from "../../serial/conversation";
import { checkRoom, MOST_TRIES, type Progress } from "../upload";

/**
 * The package `espruino` uploads by its own console session, whose boot code it replaces in place: the old program is gone before the new
 * one is whole. Hence this upload of our own.
 */

export interface UploadOptions {
  /** The built file, a byte string. */
  program: string;
  /** The file of secrets that goes with it. */
  secrets: string;
  onProgress?: Progress;
}

/**
 * Puts a program into the chip's flash beside the one that runs there, compares what arrived by its CRC-32, has the chip have the secrets
 * that go with it, and only then has it start at every boot. Whatever ends this, the chip starts the old program at the next boot, and by itself when it hears no
 * more for 30 s; where the secrets are others, with the new ones from a moment before its end on. There are three exceptions, when the
 * power fails in that very moment: while boot code that is not ours is replaced, and while secrets are, some milliseconds each, after
 * which the chip waits to be flashed again; and while Storage compacts itself, about a second, which it does only when room has run out.
 * @returns whether the secrets on the chip were others
 * @throws UserError when it does not fit, arrives otherwise than it was sent three times, or the line ended
 */
export async function upload(console: EspruinoConsole, options: UploadOptions): Promise<boolean> {
  const done = { hasPutSecrets: false };
  await persist(MOST_TRIES, () => uploadOnce(console, options, done));
  return done.hasPutSecrets;
}

async function uploadOnce(
  console: EspruinoConsole,
  { program, secrets, onProgress }: UploadOptions,
  done: { hasPutSecrets: boolean },
): Promise<void> {
  await stopProgram(console);
  const { slot, generation } = await chooseSlot(console);
  await endUpdates(console);
  await makeRoom(console, slot, program.length + (await secretsNeed(console, secrets)));
  await putFile(console, programFile(slot), program, onProgress);
  if (await putSecrets(console, secrets)) done.hasPutSecrets = true;
  // Boot code that is ours already is left alone, and one that is not gives way last: until then it starts what it started.
  await store(console, markerFile(slot), `${literal(marker(generation))},0,${MARKER_BYTES}`);
  if ((await console.evaluate(`${STORAGE}.read(".bootcde")==${literal(LOADER)}`)) !== true) {
    await store(console, ".bootcde", literal(LOADER));
  }
  // They would go before .bootcde. To erase a file is to write one word.
  await console.evaluate(`(${STORAGE}.erase(".bootrst"),${HAS_SPARE_LOADER}&&${STORAGE}.erase("${SPARE_FILE}"),0)`);
}

/** Starts what the next boot starts. */
export function startProgram(console: EspruinoConsole): Promise<void> {
  return console.run("load()");
}

/**
 * Ends the program in the same line that sets the alarm, so that the chip is never without either: without timers and watches
 * nothing of it runs but what its connection still brings. `reset()` would leave a moment without an alarm.
 */
async function stopProgram(console: EspruinoConsole): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await console.evaluate(`(clearInterval(),clearWatch(),global.MOTE_UPLOAD=undefined,${ALIVE})`, 2_000);
      return;
    } catch (error) {
      // Half a line that was lost, or an answer to one, may come first.
      if (!(error instanceof NoAnswerError || error instanceof ChipError) || tries === 5) throw error;
    }
  }
}

async function chooseSlot(console: EspruinoConsole): Promise<{ slot: Slot; generation: number }> {
  const markers = (await console.evaluate(
    `[${SLOTS.map((slot) => `${STORAGE}.read("${markerFile(slot)}")||""`).join()}]`,
  )) as string[];
  const [a, b] = markers.map(readMarker);
  const generation = Math.max(a.generation, b.generation) + 1;
  // What is not confirmed gives way, even if it runs on trial: the program that is good stays.
  if (a.isConfirmed !== b.isConfirmed) return { slot: a.isConfirmed ? "b" : "a", generation };
  return { slot: a.generation > b.generation ? "b" : "a", generation };
}

/** What comes over the air is given up: the program that is written now is the one that its owner wants. */
async function endUpdates(console: EspruinoConsole): Promise<void> {
  for (const slot of SLOTS) await console.evaluate(`(${STORAGE}.erase("${noteFile(slot)}"),0)`);
}

/** Erases the slot, its marker first: half a program must never count. */
async function makeRoom(console: EspruinoConsole, slot: Slot, bytes: number): Promise<void> {
  await console.evaluate(`(${STORAGE}.erase("${markerFile(slot)}"),${STORAGE}.erase("${programFile(slot)}"),0)`);
  const needed = bytes + LOADER.length + MARKER_BYTES + 3 * FILE_BYTES;
  const free = async (): Promise<number> => (await console.evaluate(`${STORAGE}.getFree()`)) as number;
  if ((await free()) >= needed) return;
  await console.evaluate(`(${STORAGE}.compact(),${ALIVE})`, 60_000);
  checkRoom(PLACE, await free(), needed, 'erase files in it (require("Storage").list() in the console shows them)');
}
