/**
 * Where a file of Storage lies in flash memory, so that its room can serve again. Storage itself gives the room of what was erased back
 * only by moving all files behind it, and whatever it has in its hands when power is lost meanwhile is gone, if not everything. So what
 * comes over the air lies in a file of whole pages, with nothing else in them: those are erased, and the next program takes the same file.
 */

/** Partition `storage` of all builds (boards/ESP32*.py, `saved_code`). */
const STORAGE_AT = 0x320000;
const STORAGE_BYTES = 917504;
/** src/jsflash.h, `JsfFileHeader`: the size in three bytes, flags, and the name, of which the first bytes are 0 once it was erased. */
const HEADER_BYTES = 32;
const NAME_AT = 4;
/** As much of the header as tells a slot's file from all others. */
const LOOK_BYTES = 12;
const BLANK_SIZE = 0xffffff;
const BLANK = "\xff";
/** Takes the room in front of a page, and is erased at once. */
const FILLER = "mote.up";
/** What is looked at at once for what is written. */
const PIECE_BYTES = 128;

/** Has the interpreter end a program here: what follows in its file, up to its end, is a comment. */
const END = "\n//";

function pageBytes(): number {
  return require("Flash").getPage(STORAGE_AT)!.length;
}

/** Where the bytes of a file of up to 7 characters begin, -1 where there is none; of "", where the next file's header goes. */
function placeOf(file: string): number {
  const flash = require("Flash");
  let at = STORAGE_AT;
  while (at < STORAGE_AT + STORAGE_BYTES) {
    const header = flash.read(LOOK_BYTES, at);
    const size = header[0] + header[1] * 256 + header[2] * 65536;
    if (size === 0 || size === BLANK_SIZE) {
      break;
    }
    let same = 0;
    while (NAME_AT + same < LOOK_BYTES && header[NAME_AT + same] === (same < file.length ? file.charCodeAt(same) : 0)) {
      same++;
    }
    at += HEADER_BYTES;
    if (file.length > 0 && NAME_AT + same === LOOK_BYTES) {
      return at;
    }
    at += (size + 3) & -4;
  }
  return file.length > 0 ? -1 : at;
}

/** How large a program a file has room for of which every page is its own; less than 0 for any other. */
export function roomInPages(file: string): number {
  const view = require("Storage").read(file);
  const page = pageBytes();
  return view !== undefined && view.length % page === 0 && placeOf(file) % page === 0 ? view.length - END.length : -1;
}

/** The same of one that is to be made, at least, where so much of Storage is free. */
export function roomForPages(freeBytes: number): number {
  return Math.floor(((freeBytes - 2 * pageBytes() - 2 * HEADER_BYTES) * 4) / 5) - END.length;
}

/** Erases a file's pages. @returns whether nothing is written in it any more */
export function blankPages(file: string): boolean {
  const flash = require("Flash");
  const at = placeOf(file);
  const bytes = require("Storage").read(file)!.length;
  for (let done = 0; done < bytes; done += pageBytes()) {
    flash.erasePage(at + done);
  }
  return writtenBytes(file, bytes) === 0;
}

/** Makes a file of whole pages, a quarter larger than the program, which may grow. @returns whether it is there afterwards */
export function makePaged(file: string, sizeBytes: number): boolean {
  const files = require("Storage");
  const page = pageBytes();
  files.erase(file);
  // Of a try in which power was lost.
  files.erase(FILLER);
  // What lies in front of it up to the page is lost, once.
  let gap = page - ((placeOf("") + HEADER_BYTES) % page);
  if (gap < page && gap <= HEADER_BYTES) {
    gap += page;
  }
  try {
    if (gap !== page) {
      files.write(FILLER, BLANK, 0, gap - HEADER_BYTES);
      files.erase(FILLER);
    }
    return files.write(file, BLANK, 0, page * Math.ceil((sizeBytes + sizeBytes / 4 + END.length) / page));
  } catch {
    return false;
  }
}

/** How far a file is written; looks from the end on, since a program may have such bytes as were not written as well. */
export function writtenBytes(file: string, sizeBytes: number): number {
  const view = require("Storage").read(file)!;
  let end = sizeBytes;
  while (end > 0) {
    const from = end > PIECE_BYTES ? end - PIECE_BYTES : 0;
    const piece = view.substring(from, end);
    let last = piece.length;
    if (piece !== BLANK.repeat(last)) {
      while (piece.charAt(last - 1) === BLANK) {
        last--;
      }
      return from + last;
    }
    end = from;
  }
  return 0;
}

/**
 * Puts the end behind a program that is shorter than its file. Not by Storage, which takes no byte twice: power may have been lost in the
 * middle of it. To write the same once more is harmless.
 */
export function endProgram(file: string, sizeBytes: number): void {
  if (require("Storage").read(file)!.length > sizeBytes) {
    require("Flash").write(END, placeOf(file) + sizeBytes);
  }
}
