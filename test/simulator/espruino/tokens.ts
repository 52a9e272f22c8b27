/**
 * Tokenised programs, as Espruino reads them: src/jslex.h has the numbers (LEX_TYPES, an order that is promised to stay), src/jslex.c
 * what stands behind them (jslGetNextToken, jslGetRawString). What is no token is text, as ever.
 */

/** LEX_EQUAL … LEX_ARROW_FUNCTION, then LEX_R_IF … LEX_R_OF. */
const FIRST = 138;
const SPELLINGS = (
  "== === != !== <= << <<= >= >> >>> >>= >>>= += -= ++ -- *= /= %= &= && |= || ^= => " +
  "if else do while for break continue function return var let const this throw try catch finally true false null undefined " +
  "new in instanceof switch case default delete typeof void debugger class extends super static of"
).split(" ");
/** LEX_NULLISH: behind _LEX_R_LIST_END and its room for more. */
const NULLISH = 208;
const STRING8 = 209;
const STRING16 = 210;
const INT0 = 211;
const INT8 = 212;
const INT16 = 213;

/** A place in a program, both from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A program that an engine which knows no tokens can run. */
export interface Untokenised {
  text: string;
  /** Where a place of the text is in the program, as Espruino counts: in bytes, and by every line feed among them. */
  placeOf(place: Place): Place;
  /** The byte of the program that is at a place of the text. */
  byteAt(place: Place): number;
}

/** What is read at once. */
interface Spelt {
  text: string;
  /** How many bytes it takes. */
  length: number;
  /** Text that is no token stands for itself: a character, or a literal or comment as a whole. */
  isToken: boolean;
}

/** A few programs start again and again, those of the last boards, and their seldom-used parts. */
const known = new Map<string, Untokenised>();
const MOST_KNOWN = 100;

/** @param program Bytes. One without tokens is left as it is. */
export function untokenise(program: string): Untokenised {
  let made = known.get(program);
  if (made === undefined) {
    made = read(program);
    const [oldest] = known.keys();
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(program, made);
  }
  return made;
}

function read(program: string): Untokenised {
  const starts: { textAt: number; at: number; isToken: boolean }[] = [];
  let text = "";
  let wasToken = false;
  for (let at = 0; at < program.length;) {
    const spelt = spell(program, at) ?? asItIs(program, at, text);
    const { isToken, length } = spelt;
    if ((wasToken || isToken) && runTogether(text.at(-1), spelt.text[0])) text += " ";
    starts.push({ textAt: text.length, at, isToken });
    text += spelt.text;
    at += length;
    wasToken = isToken;
  }
  const byteAt = (place: Place): number => {
    const offset = offsetOf(text, place);
    const start = starts.findLast(({ textAt }) => textAt <= offset);
    if (start === undefined) return 0;
    return start.isToken ? start.at : start.at + offset - start.textAt;
  };
  return { text, placeOf: (place) => placeAt(program, byteAt(place)), byteAt };
}

/** @returns undefined for what is no token */
function spell(program: string, at: number): Spelt | undefined {
  const byte = (offset: number): number => program.charCodeAt(at + offset);
  const token = byte(0);
  if (token < 128) return undefined;
  if (token === STRING8) return quoted(program.substr(at + 2, byte(1)), 2);
  if (token === STRING16) return quoted(program.substr(at + 3, byte(1) + 256 * byte(2)), 3);
  if (token === INT0) return number(0, 1);
  if (token === INT8) return number((byte(1) << 24) >> 24, 2, program[at + 2]);
  if (token === INT16) return number(((byte(1) + 256 * byte(2)) << 16) >> 16, 3, program[at + 3]);
  const text = token === NULLISH ? "??" : SPELLINGS[token - FIRST];
  if (text === undefined) throw new Error(`byte ${at} of the program is ${token}, which is no token of Espruino's`);
  return { text, length: 1, isToken: true };
}

/** Bytes above 127 are no tokens inside a literal or a comment. */
function asItIs(program: string, at: number, before: string): Spelt {
  const text = program.slice(at, endOf(program, at, before));
  return { text, length: text.length, isToken: false };
}

function endOf(program: string, at: number, before: string): number {
  const first = program[at];
  if (first === '"' || first === "'" || first === "`") return endOfText(program, at);
  if (first !== "/") return at + 1;
  const end = (mark: string): number => (program + mark).indexOf(mark, at + 2) + mark.length;
  if (program[at + 1] === "/") return end("\n");
  if (program[at + 1] === "*") return end("*/");
  return isBeforeRegex(before.trimEnd()) ? endOfText(program, at) : at + 1;
}

/** Where a literal ends that began with a quote, or with the slash of a regular expression (jslLexString, jslLexRegex). */
function endOfText(program: string, at: number): number {
  const mark = program[at];
  let nesting = 0;
  for (let i = at + 1; i < program.length; i++) {
    if (program[i] === "\\") i++;
    else if (mark === "`" && program[i] === "{" && (nesting > 0 || program[i - 1] === "$")) nesting++;
    else if (nesting > 0 && program[i] === "}") nesting--;
    else if (nesting === 0 && program[i] === mark) return i + 1;
  }
  return program.length;
}

/** Whether a slash begins a regular expression, behind this (LEX_FORWARDSLASH in jslGetNextToken). */
function isBeforeRegex(before: string): boolean {
  const [word] = /[\w$]+$/.exec(before) ?? [""];
  if (word === "") return before === "" || "!%&*+-/<=>?[{}(,;:|".includes(before.slice(-1));
  return SPELLINGS.includes(word) && !["true", "false", "null", "undefined"].includes(word);
}

/** ASCII, so that it is the same in every encoding. */
function quoted(bytes: string, headerLength: number): Spelt {
  const text = JSON.stringify(bytes).replace(
    /[\x7f-\xff]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16)}`,
  );
  return { text, length: headerLength + bytes.length, isToken: true };
}

/** The sign of a number belongs to it, whatever follows. */
function number(value: number, length: number, next = ""): Spelt {
  const text = value < 0 && /[.[(]/.test(next) ? `(${value})` : String(value);
  return { text, length, isToken: true };
}

/** Whether two tokens without a space between them would be read as other ones. */
function runTogether(last = "", first: string): boolean {
  return (
    (/[\w$/]/.test(last) && /[\w$.]/.test(first)) || (/[-+*/%&|^=<>!?]/.test(last) && /[-+*/%&|^=<>!?]/.test(first))
  );
}

/** The byte at a place of a text. */
export function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

/** Where a byte of a program is. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
