import type { ProgramSlots, SlotState } from "../../engine";

const FIRST = "mote";
const SECOND = "mote.b";
/** Behind a slot's name: its program, what is known of it, and the note. */
const PROGRAM = ".lua";
const MARKS = ".ok";
const NOTE = ".by";
/** No marks are as long, nor any note. */
const LONGEST_TEXT = 512;

/** SPIFFS takes 5 of 256 bytes for itself, and writes nothing any more when less than two blocks of 4 kB are free. */
const USABLE_PART = 0.95;
const RESERVED_BYTES = 10_240;

const PIECE_BYTES = 1_024;
/** So many pieces are hashed at once. */
const PIECES = 16;

/*
 * The slots of the loader in init.lua (scripts/lib/build/lua/slots.ts says how they are marked). To files that decide what a boot starts
 * is only appended, or they say nothing until they are whole. SPIFFS gives no file the name of another: nothing is renamed.
 */

let hasher: NodeMcuHasher | undefined;
let hashed = 0;

const own = (): string => mote_slot ?? FIRST;
const other = (): string => (own() === FIRST ? SECOND : FIRST);

/** What a file holds from an offset on, undefined where there is none. */
const readFrom = (name: string, offset: number, length: number): string | undefined => {
  const opened = io.open(name, "r");
  if (opened === undefined) {
    return undefined;
  }
  opened.seek("set", offset);
  const bytes = opened.read(length);
  opened.close();
  return bytes === undefined ? "" : bytes;
};
const textOf = (name: string): string | undefined => readFrom(name, 0, LONGEST_TEXT);

/** Writes at the end of a file, or in the place of what it held. @returns whether it holds `expected` then */
const put = (name: string, mode: "r+" | "w", text: string, expected: string): boolean => {
  const opened = io.open(name, mode);
  if (opened === undefined) {
    return false;
  }
  opened.seek("end", 0);
  opened.write(text);
  opened.close();
  return textOf(name) === expected;
};

const marksOf = (slot: string): string => textOf(slot + MARKS) ?? (slot === FIRST ? "0!" : "");

/** Where the generation ends; -1 where a boot would make nothing of the marks. */
const signsAt = (marks: string): number => {
  const at = marks.indexOf("?");
  return at >= 0 ? at : marks.indexOf("!");
};

/** Written whole where there are no marks in flash yet. */
const mark = (sign: string): boolean => {
  const name = own() + MARKS;
  const marks = marksOf(own()) + sign;
  return file.exists(name) ? put(name, "r+", sign, marks) : put(name, "w", marks, marks);
};

const sizeOf = (name: string): number => {
  const opened = io.open(name, "r");
  if (opened === undefined) {
    return 0;
  }
  const size = opened.seek("end", 0);
  opened.close();
  return size ?? 0;
};

/** One that is there to its end. */
const noteOf = (slot: string): string => {
  const text = textOf(slot + NOTE) ?? "";
  return text.charAt(text.length - 1) === "\n" ? text.substring(0, text.length - 1) : "";
};

const roomBytes = (): number =>
  Math.max(0, Math.floor((file.fsinfo() + sizeOf(other() + PROGRAM)) * USABLE_PART) - RESERVED_BYTES);

export const slots: ProgramSlots = {
  running: () => (mote_slot === undefined ? "" : marksOf(mote_slot).indexOf("!") >= 0 ? "confirmed" : "trial"),
  runningNote: () => noteOf(own()),
  // Begins anew with it.
  stood: (limitMs) => {
    if (mote_trial !== undefined) {
      mote_trial.interval(limitMs);
    }
  },
  confirm: () => {
    const isConfirmed = mark("!");
    if (isConfirmed && mote_trial !== undefined) {
      mote_trial.unregister();
      mote_trial = undefined;
    }
    return isConfirmed;
  },
  giveWay: () => mark("x"),

  other: (): SlotState => {
    const marks = marksOf(other());
    if (signsAt(marks) < 0 || !file.exists(other() + PROGRAM)) {
      return "";
    }
    const isConfirmed = marks.indexOf("!") >= 0;
    if (marks.indexOf("x") >= 0) {
      return isConfirmed ? "left" : "given up";
    }
    return isConfirmed ? "ready" : marks.indexOf(".") >= 0 ? "failed" : "";
  },
  otherNote: () => noteOf(other()),
  roomBytes,
  begin: (note, sizeBytes) => {
    hasher = undefined;
    const slot = other();
    // Without a generation: no boot makes anything of it.
    if (roomBytes() < sizeBytes || !put(slot + MARKS, "w", "x", "x")) {
      return false;
    }
    file.remove(slot + NOTE);
    // An upload over the cable that was abandoned: a boot would take it for a program that is missing.
    file.remove(FIRST + ".new");
    file.remove(slot + PROGRAM);
    return put(slot + NOTE, "w", note + "\n", note + "\n");
  },
  writtenBytes: () => sizeOf(other() + PROGRAM),
  read: (offset, length) => readFrom(other() + PROGRAM, offset, length) ?? "",
  write: (offset, bytes) => {
    hasher = undefined;
    const name = other() + PROGRAM;
    const opened = io.open(name, file.exists(name) ? "r+" : "w");
    if (opened === undefined) {
      return false;
    }
    opened.seek("set", offset);
    opened.write(bytes);
    const end = opened.seek("end", 0);
    opened.close();
    return end === offset + bytes.length;
  },
  hash: () => {
    if (hasher === undefined) {
      hasher = crypto.new_hash("SHA256");
      hashed = 0;
    }
    for (let i = 0; i < PIECES; i++) {
      const bytes = readFrom(other() + PROGRAM, hashed, PIECE_BYTES) ?? "";
      if (bytes.length === 0) {
        const hash = hasher.finalize();
        hasher = undefined;
        return hash;
      }
      hasher.update(bytes);
      hashed += bytes.length;
    }
    return "";
  },
  tryOther: () => {
    const marks = parseInt(marksOf(own())) + 1 + "?";
    return put(other() + MARKS, "w", marks, marks);
  },
};
