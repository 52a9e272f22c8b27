/**
 * What V8 has and Espruino 2v29 has not: globals, static members and, after "#", members of the prototype. Found by asking
 * the interpreter for each of V8's built-ins; the facts beside the engine tests ask again. V8 lets nobody take away `Number.EPSILON`,
 * `MAX_SAFE_INTEGER`, `MIN_SAFE_INTEGER` and `BYTES_PER_ELEMENT`, which Espruino lacks too; and without
 * `Error.stackTraceLimit` it keeps no stack of an error, which Espruino has.
 */
export const missingBuiltIns: Record<string, string> = {
  globalThis:
    "AggregateError Atomics BigInt BigInt64Array BigUint64Array EvalError FinalizationRegistry Intl Iterator Map Proxy " +
    "RangeError Reflect Set SharedArrayBuffer Symbol URIError WeakMap WeakRef WeakSet WebAssembly decodeURI encodeURI " +
    "escape unescape",
  Array: "from fromAsync of",
  "Array#":
    "at copyWithin entries findLast findLastIndex flat flatMap keys lastIndexOf reduceRight toLocaleString toReversed " +
    "toSorted toSpliced values with",
  "DataView#": "getBigInt64 getBigUint64 setBigInt64 setBigUint64",
  Date: "UTC",
  "Date#":
    "getYear setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear " +
    "toDateString toGMTString toLocaleDateString toLocaleString toLocaleTimeString toTimeString",
  Error: "captureStackTrace",
  "Error#": "name",
  Math: "acosh asinh atanh cbrt clz32 cosh expm1 fround hypot imul log10 log1p log2 sinh tanh trunc",
  Number: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt",
  "Number#": "toExponential toLocaleString toPrecision",
  Object: "freeze getOwnPropertySymbols groupBy hasOwn is isExtensible isFrozen isSealed preventExtensions seal",
  "Object#":
    "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ isPrototypeOf propertyIsEnumerable " +
    "toLocaleString",
  String: "fromCodePoint raw",
  "String#":
    "anchor at big blink bold codePointAt fixed fontcolor fontsize isWellFormed italics link localeCompare matchAll " +
    "normalize search small strike sub sup toLocaleLowerCase toLocaleUpperCase toWellFormed trimEnd trimLeft trimRight " +
    "trimStart",
};
