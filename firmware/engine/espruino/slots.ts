import type { ProgramSlots, SlotState } from "../engine";

/**
 * The slots as the loader finds them (it is the boot code, `.bootcde`), each with a letter X, a or b:
 *
 *   mote.X      the program
 *   mote.X.ok   its generation, which the loader goes by, and marks behind it: "!" confirmed, "?" on trial, "." a try, "x" gave way
 *   mote.X.by   what `begin` was given, and a line feed, which is written last
 *
 * Bytes of flash memory that were not written are 255, and a file takes its whole room when it is made: so a mark is one byte that is
 * written, and a program that was begun finds its room whatever else is stored meanwhile. What is written already is never written
 * again, which Storage refuses. The loader tells by globals of the engine which slot it started, and by which timer it ends a trial.
 */
const FILE = "mote.";
const MARKER = ".ok";
const NOTE = ".by";

const MARKER_BYTES = 16;
/** With the line feed. */
const NOTE_BYTES = 481;
/** What Storage needs beside a file's bytes, which lie in fours. */
const FILE_BYTES = 36;
/** Left for what the node stores while the program comes in. */
const SPARE_BYTES = 4096;
/** What is looked at at once for what is written. */
const LOOK_BYTES = 128;
const BLANK = "\xff";

/** More than these, and it had its trial. */
const TRIES = 2;

function otherFile(): string {
  return FILE + (global.MOTE_SLOT === "a" ? "b" : "a");
}

/** What is written of a file; a copy, since a view of flash memory changes with the file. */
function writtenIn(file: string): string {
  const view = require("Storage").read(file);
  const text = view === undefined ? "" : "" + view;
  const end = text.indexOf(BLANK);
  return end < 0 ? text : text.substring(0, end);
}

/** @returns whether it is there afterwards */
function markSlot(file: string, sign: string): boolean {
  const before = writtenIn(file + MARKER);
  return storeIn(file + MARKER, sign, before.length, 0) && writtenIn(file + MARKER) === before + sign;
}

function storeIn(file: string, bytes: string, offset: number, sizeBytes: number): boolean {
  try {
    return require("Storage").write(file, bytes, offset, sizeBytes);
  } catch {
    return false;
  }
}

function noteIn(file: string): string {
  const text = writtenIn(file + NOTE);
  const end = text.length - 1;
  return end > 0 && text.charAt(end) === "\n" ? text.substring(0, end) : "";
}

function confirmProgram(): boolean {
  if (!markSlot(FILE + global.MOTE_SLOT, "!")) {
    return false;
  }
  clearTimeout(global.MOTE_TRIAL);
  global.MOTE_TRIAL = undefined;
  return true;
}

function otherState(): SlotState {
  const marks = writtenIn(otherFile() + MARKER);
  const confirmed = marks.indexOf("!");
  if (marks.indexOf("x") > 0) {
    return confirmed < 0 ? "given up" : "left";
  }
  if (confirmed > 0 && confirmed === marks.length - 1) {
    return "ready";
  }
  return marks.split(".").length > TRIES ? "failed" : "";
}

function beginOther(note: string, sizeBytes: number): boolean {
  const files = require("Storage");
  const file = otherFile();
  // Its marker first: half a program must never count.
  files.erase(file + MARKER);
  if (noteIn(file) !== note) {
    files.erase(file + NOTE);
  }
  files.erase(file);
  // Room for both, with nothing in it.
  return (
    storeIn(file + MARKER, BLANK, 0, MARKER_BYTES) &&
    storeIn(file, BLANK, 0, sizeBytes) &&
    (noteIn(file) === note || storeIn(file + NOTE, note + "\n", 0, 0)) &&
    noteIn(file) === note
  );
}

function writtenInOther(sizeBytes: number): number {
  const files = require("Storage");
  const program = files.read(otherFile());
  if (program === undefined || program.length !== sizeBytes || files.read(otherFile() + MARKER) === undefined) {
    return -1;
  }
  let end = sizeBytes;
  // From the end on: a program may have such bytes as well.
  while (end > 0) {
    const from = end > LOOK_BYTES ? end - LOOK_BYTES : 0;
    const look = program.substring(from, end);
    let last = look.length;
    if (look !== BLANK.repeat(last)) {
      while (look.charAt(last - 1) === BLANK) {
        last--;
      }
      return from + last;
    }
    end = from;
  }
  return 0;
}

function writeToOther(offset: number, bytes: string): boolean {
  const file = otherFile();
  const program = require("Storage").read(file);
  // With its size, or Storage would make a file of these bytes alone.
  return program !== undefined && storeIn(file, bytes, offset, program.length);
}

function tryProgram(): boolean {
  const file = otherFile();
  const generation = "" + (parseInt(writtenIn(FILE + global.MOTE_SLOT + MARKER)) + 1);
  const before = writtenIn(file + MARKER);
  return (
    (before === generation || storeIn(file + MARKER, generation, 0, MARKER_BYTES)) &&
    writtenIn(file + MARKER) === generation &&
    // By this mark alone it counts.
    markSlot(file, "?")
  );
}

function runningState(): "" | "confirmed" | "trial" {
  return global.MOTE_SLOT === undefined ? "" : global.MOTE_TRIAL === undefined ? "confirmed" : "trial";
}

function postponeRestart(limitMs: number): void {
  const timer = global.MOTE_TRIAL;
  // The function itself: it needs no memory when there is none left.
  global.MOTE_TRIAL = setTimeout(E.reboot, limitMs);
  clearTimeout(timer);
}

function roomForOther(): number {
  return require("Storage").getFree() - SPARE_BYTES - MARKER_BYTES - NOTE_BYTES - 3 * FILE_BYTES;
}

/** Of the view: where flash memory is mapped, nothing of the program is copied. */
function hashOfOther(): string {
  return E.toString(require("crypto").SHA256(require("Storage").read(otherFile())!));
}

function readOther(offset: number, length: number): string {
  return "" + require("Storage").read(otherFile(), offset, length);
}

// The functions stand alone, so that the build can leave them in flash memory until they are called.
export const slots: ProgramSlots = {
  running: () => runningState(),
  runningNote: () => noteIn(FILE + global.MOTE_SLOT),
  stood: (limitMs) => postponeRestart(limitMs),
  confirm: () => confirmProgram(),
  giveWay: () => markSlot(FILE + global.MOTE_SLOT, "x"),
  other: () => otherState(),
  otherNote: () => noteIn(otherFile()),
  roomBytes: () => roomForOther(),
  begin: (note, sizeBytes) => beginOther(note, sizeBytes),
  writtenBytes: (sizeBytes) => writtenInOther(sizeBytes),
  read: (offset, length) => readOther(offset, length),
  write: (offset, bytes) => writeToOther(offset, bytes),
  hash: () => hashOfOther(),
  tryOther: () => tryProgram(),
};
