import * as acorn from "acorn";
import { moveColdCode } from "./cold-code";
import type { Minified } from "./minify";
import { movedMap, type Piece } from "./moved-map";
import { pretokeniser } from "./pretokeniser";

/** A tokenised program: a byte string, in which a line feed may stand inside a text or a number too. */
export type Tokenised = Minified;

/** The interpreter's tokens from LEX_EQUAL on; Espruino's src/jslex.h promises that their order stays. */
const FIRST_TOKEN = 138;
const TOKENS = (
  "== === != !== <= << <<= >= >> >>> >>= >>>= += -= ++ -- *= /= %= &= && |= || ^= => " +
  "if else do while for break continue function return var let const this throw try catch finally true false null undefined " +
  "new in instanceof switch case default delete typeof void debugger class extends super static of"
).split(" ");

/** Those that bring a value along. */
const STRING8 = 0xd1;
const STRING16 = 0xd2;
const INT0 = 0xd3;
const INT16 = 0xd5;

/** Its types leave out the value of a text or number. */
type Token = acorn.Token & { readonly value?: unknown };

/**
 * Writes a program as the interpreter's own tokens: words and operators in a byte each, texts and whole numbers as they lie in
 * memory. What is read as it runs is read faster so, and a text that is kept is no copy but a reference into flash memory. So is a
 * text of code, into which cold functions are moved.
 * @param code ASCII, minified: without white space that is not needed
 * @param map Its source map. That of the result counts lines and columns as the interpreter does in its errors: in bytes of the
 * tokenised program, by each byte that is a line feed, whatever it belongs to.
 */
export function tokenise(code: string, map: string): Tokenised {
  const pieces = moveColdCode(code, align(code, pretokeniser()(code)));
  return { code: pieces.map(({ bytes }) => bytes).join(""), map: movedMap(map, code, pieces) };
}

/**
 * Lays the tokenised program beside the readable one, token by token. That tells where everything has gone, and is a proof that
 * nothing was lost: what the package makes is believed only where it says the same.
 *
 * Two things it does wrongly are put right here. White space between two signs goes (`a- -b` becomes `a--b`); and it takes a sign
 * into the number where more than the number follows (`=-1..toFixed()`). And what minifying has made `!0` and `!1` of, because that
 * is shorter in text, is a single token.
 */
function align(code: string, tokenised: string): Piece[] {
  const tokens: Token[] = [];
  acorn.parse(code, { ecmaVersion: "latest", onToken: tokens });
  const pieces: Piece[] = [];
  let read = 0;
  let written = 0;
  let wasText = false;
  for (let i = 0; tokens[i].type !== acorn.tokTypes.eof;) {
    const { start } = tokens[i];
    let space = "";
    while (/^[ \n]$/.test(tokenised.charAt(read))) space += tokenised.charAt(read++);
    const {
      length,
      count,
      bytes = tokenised.substr(read, length),
      isText = false,
    } = matched(code, tokens, i, tokenised, read);
    if (space === "" && isText && wasText && start > tokens[i - 1].end) space = " ";
    pieces.push({ at: start, from: written + space.length, bytes: space + bytes });
    written += space.length + bytes.length;
    wasText = isText;
    read += length;
    i += count;
  }
  if (read !== tokenised.length) throw differs(code, code.length);
  return pieces;
}

/** What a piece of the tokenised program stands for. */
interface Match {
  /** How many bytes it has there. */
  length: number;
  /** How many tokens it stands for. */
  count: number;
  /** What is put in its place. */
  bytes?: string;
  /** Whether it is still text, which may run into what stands beside it. */
  isText?: boolean;
}

function matched(code: string, tokens: readonly Token[], i: number, tokenised: string, at: number): Match {
  const text = (index: number): string => code.slice(tokens[index].start, tokens[index].end);
  const byte = tokenised.charCodeAt(at);
  if (byte === STRING8 || byte === STRING16) {
    const header = byte === STRING8 ? 2 : 3;
    const bytes = tokenised.charCodeAt(at + 1) | (byte === STRING8 ? 0 : tokenised.charCodeAt(at + 2) << 8);
    const value = tokenised.substr(at + header, bytes);
    const count = tokensOf(value, tokens, i, text);
    if (count > 0 && value.length === bytes) return { length: header + bytes, count };
  } else if (byte >= INT0 && byte <= INT16) {
    const length = 1 + byte - INT0;
    const bytes = Buffer.from(tokenised.substr(at + 1, length - 1), "latin1");
    const value = length === 1 ? 0 : bytes.readIntLE(0, length - 1);
    const { type } = tokens[i];
    if (type === acorn.tokTypes.num && tokens[i].value === value) return { length, count: 1 };
    // A sign that became part of the number. `-0` is 0 for the interpreter as well.
    if (text(i) === "-" && tokens[i + 1].type === acorn.tokTypes.num && tokens[i + 1].value === -value) {
      return { length, count: 2, ...(isWhole(text(i + 2)) ? {} : { bytes: `-${text(i + 1)}`, isText: true }) };
    }
  } else if (byte >= FIRST_TOKEN && byte < STRING8) {
    if (byte === tokenOf(text(i))) return { length: 1, count: 1 };
  } else if (/^!(\xd3|\xd4\x01)/.test(tokenised.substr(at, 3)) && text(i) === "!" && isWhole(text(i + 2))) {
    const { value } = tokens[i + 1];
    if (value === 0 && tokenised[at + 1] === "\xd3")
      return { length: 2, count: 2, bytes: String.fromCharCode(tokenOf("true")) };
    if (value === 1 && tokenised[at + 1] === "\xd4")
      return { length: 3, count: 2, bytes: String.fromCharCode(tokenOf("false")) };
  } else if (tokenised.startsWith(text(i), at)) {
    return { length: text(i).length, count: 1, isText: true };
  }
  throw differs(code, tokens[i].start);
}

/** Whether a number is all that its sign belongs to. @param next What stands behind it */
function isWhole(next: string): boolean {
  return ![".", "[", "(", "`"].includes(next);
}

/** How many tokens from `i` on are a text of this value; 0 where they are not. */
function tokensOf(value: string, tokens: readonly Token[], i: number, text: (index: number) => string): number {
  const { type } = tokens[i];
  if (type === acorn.tokTypes.string && tokens[i].value === value) return 1;
  if (type === acorn.tokTypes.backQuote && tokens[i + 1].value === value) return 3;
  // The package makes atob("…") the bytes that it gives.
  const isGlobal = text(i) === "atob" && (i === 0 || text(i - 1) !== ".");
  if (!isGlobal || tokens[i + 2].type !== acorn.tokTypes.string) return 0;
  return Buffer.from(String(tokens[i + 2].value), "base64").toString("latin1") === value ? 4 : 0;
}

/** @returns one less than the first for what has none */
function tokenOf(text: string): number {
  return FIRST_TOKEN + TOKENS.indexOf(text);
}

function differs(code: string, at: number): Error {
  return new Error(`the pretokeniser of the package "espruino" made something else of: ${code.slice(at, at + 40)}`);
}
