import type { Journal } from "../engine";

/**
 * Two files of Storage that take turns. Each has its whole room from the beginning, of which what was not written is 255, and what
 * is appended is written there: nothing is erased for it. To put another text in the place of all, the other file is made with
 * it, and last of all its generation is written, by which it counts: so one of them is whole at any moment.
 *
 *   255, generation with spaces behind it up to byte `HEAD`, text
 *
 * The first byte stays as it is: whoever writes there, of a file that holds something, has Storage make it anew.
 */
const FILE = "mote.j";
const CAPACITY = 4_096;
const HEAD_AT = 1;
const HEAD = 9;
const BLANK = "\xff";

/** The generation of a file; 0 where it does not count. */
function generationOf(index: number): number {
  const head = require("Storage").read(FILE + index, HEAD_AT, HEAD - HEAD_AT);
  return head === undefined || head.charAt(HEAD - HEAD_AT - 1) !== " " ? 0 : parseInt(head);
}

function newer(): number {
  return generationOf(1) > generationOf(0) ? 1 : 0;
}

function written(index: number): string {
  const file = require("Storage").read(FILE + index);
  if (file === undefined || generationOf(index) === 0) {
    return "";
  }
  const end = file.indexOf(BLANK, HEAD);
  return file.substring(HEAD, end < 0 ? file.length : end);
}

function put(index: number, offset: number, text: string): boolean {
  try {
    return require("Storage").write(FILE + index, text, offset, CAPACITY);
  } catch {
    return false;
  }
}

function renew(text: string): boolean {
  const old = newer();
  const next = 1 - old;
  const generation = "" + (generationOf(old) + 1);
  require("Storage").erase(FILE + next);
  return (
    put(next, 0, BLANK) &&
    (text.length === 0 || put(next, HEAD, text)) &&
    put(next, HEAD_AT, generation + " ".repeat(HEAD - HEAD_AT - generation.length))
  );
}

function append(text: string): boolean {
  const index = newer();
  // There is none yet: it begins with this.
  if (generationOf(index) === 0) {
    return renew(text);
  }
  const offset = HEAD + written(index).length;
  return offset + text.length <= CAPACITY && put(index, offset, text);
}

export const journal: Journal = {
  capacityBytes: CAPACITY - HEAD,
  read: () => written(newer()),
  append: (text) => append(text),
  renew: (text) => renew(text),
};
