/**
 * What Espruino 2v29 does not have, beyond what a compiler with only ES5's library already refuses. Each entry was tried on the
 * interpreter; test/scripts/lib/espruino-check.test.ts tries them again where one is installed.
 */

/** Globals of newer JavaScript that are not there. */
export const MISSING_GLOBALS: ReadonlySet<string> = new Set(
  (
    "Map Set WeakMap WeakSet Symbol Proxy Reflect BigInt RangeError TextEncoder TextDecoder queueMicrotask setImmediate " +
    "Buffer URL structuredClone"
  ).split(" "),
);

/** Members of built-in objects that are not there, by object. */
export const MISSING_STATICS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    Array: "from of",
    Date: "UTC",
    JSON: "rawJSON",
    Math: "trunc hypot log2 log10 cbrt imul fround",
    Number: "isInteger isNaN isFinite isSafeInteger EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER",
    Object: "freeze isFrozen is fromEntries seal isSealed preventExtensions",
    Promise: "race any allSettled",
  }).map(([object, names]) => [object, new Set(names.split(" "))]),
);

/** Methods that no value has. */
export const MISSING_METHODS: ReadonlySet<string> = new Set(
  (
    "at codePointAt trimStart trimEnd localeCompare search matchAll normalize flat flatMap lastIndexOf copyWithin " +
    "toPrecision toExponential finally toSorted findLast"
  ).split(" "),
);

/** Regular expression syntax that fails silently: what it is called, and how to see it. */
export const MISSING_PATTERNS: readonly [name: string, seen: RegExp][] = [
  ["a counted repetition {n}", /(?<!\\)\{\d+(,\d*)?\}/],
  ["a non-capturing group (?:)", /\(\?:/],
  ["look-ahead or look-behind", /\(\?<?[=!]/],
  ["a named group", /\(\?<[A-Za-z]/],
  ["a word boundary \\b", /\\b/i],
  ["a lazy repetition", /[*+?]\?/],
];
