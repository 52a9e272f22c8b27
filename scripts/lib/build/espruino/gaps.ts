/**
 * What Espruino 2v29 does not have, and a compiler does not refuse by itself. Each name was tried on the interpreter;
 * test/scripts/lib/build/espruino/gaps.test.ts tries them again where one is installed.
 */

const names = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const TYPED_ARRAYS =
  "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array";

/** Globals that are not there. */
export const MISSING_GLOBALS = names(
  `Map Set WeakMap WeakSet WeakRef Symbol Proxy Reflect BigInt Intl Atomics SharedArrayBuffer
  RangeError URIError EvalError AggregateError encodeURI decodeURI escape unescape
  TextEncoder TextDecoder queueMicrotask setImmediate Buffer URL structuredClone performance fetch AbortController`,
);

/** Members of built-in objects that are not there, by object. */
export const MISSING_STATICS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    Array: "from of",
    ArrayBuffer: "isView",
    Date: "UTC",
    JSON: "rawJSON",
    Math: "trunc hypot log2 log10 cbrt imul fround",
    Number: "isInteger isNaN isFinite isSafeInteger EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER",
    Object: "freeze isFrozen is seal isSealed preventExtensions isExtensible",
    Promise: "race any allSettled",
    ...Object.fromEntries(TYPED_ARRAYS.split(" ").map((name) => [name, "from of"])),
  }).map(([object, members]) => [object, names(members)]),
);

/** Methods that no value has. */
export const MISSING_METHODS = names(
  `at codePointAt trimStart trimEnd localeCompare search matchAll normalize toLocaleLowerCase toLocaleUpperCase
  keys values entries flat flatMap copyWithin reduceRight toSorted toReversed toSpliced findLast findLastIndex
  toPrecision toExponential toLocaleString isPrototypeOf propertyIsEnumerable finally
  toDateString toTimeString toLocaleDateString toLocaleTimeString
  setUTCMilliseconds setUTCSeconds setUTCMinutes setUTCHours setUTCDate setUTCMonth setUTCFullYear`,
);

/** Properties that no value has. */
export const MISSING_PROPERTIES = names("BYTES_PER_ELEMENT ignoreCase multiline");

/** Built-in classes that cannot be extended: `super` fails, or the instance is not one of its class. */
export const FINAL_CLASSES = names("Array Error ReferenceError SyntaxError TypeError Uint8Array");

/**
 * Regular expression syntax that finds nothing or the wrong thing, mostly in silence: what it is called, and how to see it
 * in a pattern whose character classes are emptied and whose escaped punctuation is blanked out.
 */
export const MISSING_PATTERNS: readonly [name: string, seen: RegExp][] = [
  ["a counted repetition {n}", /\{\d+(,\d*)?\}/],
  ["a non-capturing group (?:)", /\(\?:/],
  ["look-ahead or look-behind", /\(\?<?[=!]/],
  ["a named group", /\(\?<[A-Za-z]/],
  ["a repeated group", /\)[*+?]/],
  ["alternatives in a group", /\([^()]*\|/],
  ["a word boundary \\b", /\\b/i],
  ["a lazy repetition", /[*+?]\?/],
  ["an optional ?", /\?/],
  ["nested groups", /\([^()]*\(/],
  ["alternatives after a leading ^ without ^", /^\^.*\|(?!\^)/],
  ["a back-reference", /\\[1-9]/],
  ["a \\u escape", /\\u/],
];
