/** How much fits into one of the interpreter's variables: by the width of its pointers, for up to 16,383 variables (jsutils.h). */
export interface Layout {
  /** Characters of a name before it takes one more. */
  nameCharacters: number;
  /** Characters in the first variable of a text, and in each further one. */
  textCharacters: number;
  furtherCharacters: number;
  /** Bytes of flat memory in a variable, of which a typed array makes use. */
  flatBytes: number;
}

export const ESP32_LAYOUT: Layout = { nameCharacters: 4, textCharacters: 9, furtherCharacters: 10, flatBytes: 14 };

/** With up to 4,095 variables, as Espruino is built for the ESP32-C3 since 2v29. */
export const ESP32C3_LAYOUT: Layout = { nameCharacters: 4, textCharacters: 8, furtherCharacters: 9, flatBytes: 13 };

/** Espruino for Linux with 64 bits, on which the count is tried. */
export const LINUX_LAYOUT: Layout = { nameCharacters: 8, textCharacters: 13, furtherCharacters: 14, flatBytes: 18 };

/** Numbers that stand in their name: whole, of 14 bits. */
export function fitsInName(value: number): boolean {
  return Number.isInteger(value) && value >= -8192 && value <= 8191 && !Object.is(value, -0);
}

export function nameVariables(length: number, { nameCharacters, furtherCharacters }: Layout): number {
  return 1 + Math.ceil(Math.max(0, length - nameCharacters) / furtherCharacters);
}

export function textVariables(length: number, { textCharacters, furtherCharacters }: Layout): number {
  return 1 + Math.ceil(Math.max(0, length - textCharacters) / furtherCharacters);
}

/** Bytes that stand in one piece; a few of them are a text like any other. */
export function flatVariables(bytes: number, layout: Layout): number {
  const { textCharacters, furtherCharacters, flatBytes } = layout;
  return bytes > textCharacters + furtherCharacters ? 1 + Math.ceil(bytes / flatBytes) : textVariables(bytes, layout);
}
