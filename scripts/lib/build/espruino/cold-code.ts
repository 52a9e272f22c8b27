import * as acorn from "acorn";
import { full } from "acorn-walk";
import type { Piece } from "./moved-map";
import { pretokeniser } from "./pretokeniser";
import { COLD } from "./shape/cold";

/** Tokens of the interpreter that bring a value along (src/jslex.h): a text with 16 bits of length, numbers. */
const STRING16 = "\xd2";
const INT0 = "\xd3";
const INT8 = "\xd4";
const INT16 = "\xd5";

/** A cold function: its tokens, and where they lie in the text that holds all of them. */
interface Cold {
  name: string;
  pieces: readonly Piece[];
  offset: number;
  length: number;
}

/**
 * Moves cold functions out of what the interpreter keeps: they become a text of the program, which stays in flash memory, and each
 * call evaluates the part of it that it needs. A function that is there takes four variables or more, whether it is called or not.
 *
 *   function cold$0(a){…}  …  cold$0(1);     becomes     let K="(function(a){…})…";function Z(o,n){return eval(K.substr(o,n))}  …  Z(0,42)(1);
 *
 * The part is a reference as well, so the interpreter tells a place in it as one of the file.
 * @param pieces The tokens of `code`
 */
export function moveColdCode(code: string, pieces: readonly Piece[]): Piece[] {
  const program = acorn.parse(code, { ecmaVersion: "latest" });
  const spans = program.body.flatMap((each) =>
    each.type === "FunctionDeclaration" && each.id.name.startsWith(COLD) ? [{ ...each, name: each.id.name }] : [],
  );
  const last = spans.at(-1);
  if (last === undefined) return [...pieces];
  const calls = callsOf(program);
  const [text, call, offset, length] = unusedNames(code, 4);
  const colds = spans.map(({ name, start, end, id }): Cold => {
    const own = pieces.filter((each) => isWithin(each, start, end) && !isWithin(each, id.start, id.end));
    return { name, pieces: [putIn("("), ...own, putIn(")")], offset: 0, length: 0 };
  });
  const calling = (piece: Piece): Piece => {
    const name = piece.at === undefined ? undefined : calls.get(piece.at);
    const cold = colds.find((each) => each.name === name);
    if (cold === undefined) return piece;
    const [space] = /^[ \n]*/.exec(piece.bytes)!;
    return { ...piece, bytes: `${space}${call}(${number(cold.offset)},${number(cold.length)})` };
  };
  while (!settle(colds, calling)) {
    // How long the numbers are decides where what is behind them lies, and so on.
  }
  const data = colds.flatMap((cold) => cold.pieces.map(calling));
  const [head, tail] = tokensOf(
    `let ${text}="";function ${call}(${offset},${length}){return eval(${text}.substr(${offset},${length}))}`,
  );
  const others = pieces.filter((each) => !spans.some(({ start, end }) => isWithin(each, start, end)));
  const at = others.findIndex((each) => each.at! >= last.end);
  const where = at < 0 ? others.length : at;
  return placed([
    ...others.slice(0, where).map(calling),
    putIn(head + STRING16 + littleEndian(lengthOf(data))),
    ...data,
    putIn(tail),
    ...others.slice(where).map(calling),
  ]);
}

/** The calls of cold functions, by where their names stand. @throws Error where one is used otherwise */
function callsOf(program: acorn.Program): Map<number, string> {
  const calls = new Map<number, string>();
  const uses: acorn.Identifier[] = [];
  full(program, (visited) => {
    const node = visited as acorn.AnyNode;
    if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name.startsWith(COLD)) {
      calls.set(node.callee.start, node.callee.name);
    } else if (node.type === "Identifier" && node.name.startsWith(COLD)) {
      uses.push(node);
    }
  });
  const declared = program.body.flatMap((each) => (each.type === "FunctionDeclaration" ? [each.id.start] : []));
  const other = uses.find(({ start }) => !calls.has(start) && !declared.includes(start));
  if (other !== undefined) throw new Error(`a cold function is used as a value: ${other.name}`);
  return calls;
}

/** @returns whether nothing moved */
function settle(colds: Cold[], calling: (piece: Piece) => Piece): boolean {
  let isSettled = true;
  let offset = 0;
  for (const cold of colds) {
    const length = lengthOf(cold.pieces.map(calling));
    if (cold.offset !== offset || cold.length !== length) isSettled = false;
    cold.offset = offset;
    cold.length = length;
    offset += length;
  }
  return isSettled;
}

function isWithin({ at }: Piece, start: number, end: number): boolean {
  return at !== undefined && at >= start && at < end;
}

function putIn(bytes: string): Piece {
  return { at: undefined, from: 0, bytes };
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** The pieces with where they now are. */
function placed(pieces: readonly Piece[]): Piece[] {
  let at = 0;
  return pieces.map((piece) => {
    const from = at + /^[ \n]*/.exec(piece.bytes)![0].length;
    at += piece.bytes.length;
    return { ...piece, from };
  });
}

/** What stands before and behind the empty text of a program. */
function tokensOf(code: string): string[] {
  return pretokeniser()(code).split('""');
}

function number(value: number): string {
  if (value === 0) return INT0;
  if (value < 128) return INT8 + String.fromCharCode(value);
  return value < 32_768 ? INT16 + littleEndian(value) : String(value);
}

/** @throws Error where it does not fit */
function littleEndian(value: number): string {
  if (value > 65_535) throw new Error(`${value} bytes of cold code are more than a text of the program can have`);
  return String.fromCharCode(value & 255, value >> 8);
}

/** Short names that stand nowhere in a program. */
function unusedNames(code: string, count: number): string[] {
  const used = new Set(code.match(/[A-Za-z_$][\w$]*/g));
  const names: string[] = [];
  for (let i = 0; names.length < count; i++) {
    const name = `$${(i + 10).toString(36)}`;
    if (!used.has(name)) names.push(name);
  }
  return names;
}
