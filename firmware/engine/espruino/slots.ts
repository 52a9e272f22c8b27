import type { ProgramSlots, SlotState } from "../engine";
import { blankPages, endProgram, makePaged, roomForPages, roomInPages, writtenBytes } from "./slot-pages";

/**
 * The slots as the loader finds them (it is the boot code, `.bootcde`), each with a letter X, a or b:
 *
 *   mote.X      the program; what came over the air has its end marked, and room behind it (slot-pages.ts)
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
  // Its marker first: half a program must never count. It is made last of all.
  files.erase(file + MARKER);
  if (noteIn(file) !== note) {
    files.erase(file + NOTE);
  }
  return (
    ((roomInPages(file) >= sizeBytes && blankPages(file)) || makePaged(file, sizeBytes)) &&
    (noteIn(file) === note || storeIn(file + NOTE, note + "\n", 0, 0)) &&
    noteIn(file) === note &&
    storeIn(file + MARKER, BLANK, 0, MARKER_BYTES)
  );
}

function writtenInOther(sizeBytes: number): number {
  const files = require("Storage");
  const file = otherFile();
  const program = files.read(file);
  if (program === undefined || program.length < sizeBytes || files.read(file + MARKER) === undefined) {
    return -1;
  }
  return writtenBytes(file, sizeBytes);
}

function writeToOther(offset: number, bytes: string): boolean {
  const file = otherFile();
  const program = require("Storage").read(file);
  // With its size, or Storage would make a file of these bytes alone.
  return program !== undefined && storeIn(file, bytes, offset, program.length);
}

function tryProgram(sizeBytes: number): boolean {
  const file = otherFile();
  endProgram(file, sizeBytes);
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
  const free = require("Storage").getFree() - SPARE_BYTES - MARKER_BYTES - NOTE_BYTES - 2 * FILE_BYTES;
  return free < 0 ? free : Math.max(roomForPages(free), roomInPages(otherFile()));
}

/** Of the view: where flash memory is mapped, nothing of the program is copied. */
function hashOfOther(sizeBytes: number): string {
  return E.toString(require("crypto").SHA256(require("Storage").read(otherFile(), 0, sizeBytes)!));
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
  hash: (sizeBytes) => hashOfOther(sizeBytes),
  tryOther: (sizeBytes) => tryProgram(sizeBytes),
};
