import type { ImageMemory } from "./image-memory";
import { packLines } from "./line-info";
import type { Prototype } from "./prototype";
import type { StringTable } from "./string-table";
import { TYPE } from "./types";

/** A value is a number of 8 bytes, or less, and its type: so with LUA_PACK_TVALUES, as firmware with floating point has it. */
const VALUE_WORDS = 3;
const PROTOTYPE_WORDS = 18;

/** Every string that prototypes need in the image. */
export function stringsOf(prototype: Prototype): string[] {
  return [
    prototype.source,
    ...prototype.constants.filter((constant) => typeof constant === "string"),
    ...prototype.prototypes.flatMap(stringsOf),
  ];
}

/** Lays out a prototype behind what it refers to. @returns where it lies */
export function layOutPrototype(memory: ImageMemory, strings: StringTable, prototype: Prototype): number {
  const inner = prototype.prototypes.map((each) => layOutPrototype(memory, strings, each));
  const prototypes = vector(memory, inner, 1, (word, each) => memory.setAddress(word, each));
  const constants = vector(memory, prototype.constants, VALUE_WORDS, (word, each) =>
    setValue(memory, strings, word, each),
  );
  const instructions = vector(memory, prototype.instructions, 1, (word, each) => memory.setWord(word, each));
  const lines = memory.addText(packLines(prototype.lines));
  const { upvalueCount, parameterCount, varargFlags, stackSize } = prototype;

  // From the layout of Proto in lobject.h; the head of a collectable object stays 0, as the names of variables do.
  const at = memory.take(PROTOTYPE_WORDS);
  memory.setAddress(at + 2, constants);
  memory.setAddress(at + 3, instructions);
  memory.setAddress(at + 4, prototypes);
  memory.setAddress(at + 5, lines);
  memory.setAddress(at + 8, strings.addressOf(prototype.source));
  memory.setWord(at + 10, prototype.constants.length);
  memory.setWord(at + 11, prototype.instructions.length);
  memory.setWord(at + 12, prototype.prototypes.length);
  memory.setWord(at + 14, prototype.firstLine);
  memory.setWord(at + 15, prototype.lastLine);
  memory.setWord(at + 17, upvalueCount | (parameterCount << 8) | (varargFlags << 16) | (stackSize << 24));
  return at;
}

/** @returns undefined for none */
function vector<T>(
  memory: ImageMemory,
  elements: readonly T[],
  wordsOfEach: number,
  set: (word: number, element: T) => void,
): number | undefined {
  if (elements.length === 0) return undefined;
  const at = memory.take(elements.length * wordsOfEach);
  elements.forEach((element, i) => set(at + i * wordsOfEach, element));
  return at;
}

function setValue(
  memory: ImageMemory,
  strings: StringTable,
  word: number,
  value: Prototype["constants"][number],
): void {
  if (typeof value === "string") memory.setAddress(word, strings.addressOf(value));
  else if (typeof value === "number") memory.setDouble(word, value);
  else if (typeof value === "boolean") memory.setWord(word, Number(value));
  memory.setWord(word + 2, value === undefined ? TYPE.nil : TYPE[typeof value as "boolean" | "number" | "string"]);
}
