import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv, { type ErrorObject, type SchemaObject } from "ajv";
import { pointer, type Draft } from "./draft";
import { knownName } from "./known-names";
import { SCHEMA_FILE } from "./schema-file";
import type { BoardSource, Path } from "./source";
import { didYouMean, nearest } from "../cli/did-you-mean";

const ROOT = path.resolve(__dirname, "../../..");

let validator: ReturnType<Ajv["compile"]> | undefined;

/** Holds a draft against the schema and notes every place where they differ. */
export function validate(draft: Draft): void {
  validator ??= new Ajv({ allErrors: true, verbose: true, strict: false, strictNumbers: true }).compile(
    JSON.parse(readFileSync(path.join(ROOT, SCHEMA_FILE), "utf8")) as object,
  );
  if (validator(draft.value) === true) return;
  const all = validator.errors ?? [];
  for (const error of all) {
    if (!["additionalProperties", "if"].includes(error.keyword)) draft.unsound.add(placeOf(error));
  }
  const unexplained = all.filter(({ instancePath }) => !draft.wrong.has(instancePath));
  const misspelt = new Set<string>();
  for (const error of unexplained) {
    if (error.keyword === "additionalProperties") unknownKey(draft, error, misspelt);
  }
  for (const each of misspelt) draft.unsound.add(each);
  explainMissing(draft, unexplained, misspelt);
  const explained = new Set<string>();
  const choices = new Set(unexplained.filter(({ keyword }) => keyword === "anyOf").map((error) => error.instancePath));
  for (const error of unexplained) {
    if (choices.has(error.instancePath) && !isTelling(error)) continue;
    // Each branch of a union tells anew what is wrong with the whole.
    const once = `${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`;
    if (explained.has(once)) continue;
    explained.add(once);
    explain(draft, error);
    // An object with a key too many or too few is still worth looking into.
    if (error.keyword === "type" || typeof error.data !== "object") {
      draft.wrong.add(error.instancePath);
      draft.source.settle(steps(error.instancePath, draft.value));
    }
  }
}

/** The pointer of what is wrong, or missing. */
function placeOf({ keyword, instancePath, params }: ErrorObject): string {
  return keyword === "required" ? instancePath + pointer([String(params["missingProperty"])]) : instancePath;
}

/** Says what is missing in an object, in one go. */
function explainMissing(draft: Draft, errors: readonly ErrorObject[], misspelt: ReadonlySet<string>): void {
  const missing = errors.filter((error) => error.keyword === "required" && !misspelt.has(placeOf(error)));
  const places = new Set(missing.map(({ instancePath }) => instancePath));
  for (const place of places) {
    const own = missing.filter(({ instancePath }) => instancePath === place);
    const keys = [...new Set(own.map(({ params }) => String(params["missingProperty"])))];
    const path = steps(place, draft.value);
    draft.source.error(path, isMissing(keys));
    for (const key of keys) draft.source.settle([...path, key]);
  }
}

function explain({ source, value }: Draft, error: ErrorObject): void {
  const place = steps(error.instancePath, value);
  if (["if", "additionalProperties", "required"].includes(error.keyword)) return;
  source.error(place, expected(error, source, place));
}

/** `"pin" is missing`, or `"pin" and "periodSeconds" are missing`. */
export function isMissing(keys: readonly string[]): string {
  const words = keys.map((key) => `"${key}"`);
  const last = words.pop();
  return words.length === 0 ? `${last} is missing` : `${words.join(", ")} and ${last} are missing`;
}

/**
 * What is either false or an object is held against both. Of an object only its own branch tells something, of anything else only
 * the choice itself.
 */
function isTelling({ keyword, parentSchema, data }: ErrorObject): boolean {
  const isObject = typeof data === "object" && data !== null;
  return isObject ? keyword !== "anyOf" && parentSchema?.["const"] !== false : keyword === "anyOf";
}

function unknownKey({ source, value, unasked }: Draft, error: ErrorObject, misspelt: Set<string>): void {
  const place = steps(error.instancePath, value);
  const key = String(error.params["additionalProperty"]);
  // It may have been meant for any other, and that one is not missing then.
  unasked.add(pointer([...place, key]));
  const known = Object.keys((error.parentSchema?.["properties"] as object | undefined) ?? {});
  const meant = nearest(key, known);
  if (meant !== undefined) misspelt.add(pointer([...place, meant]));
  const cure = meant === undefined ? `; expected one of ${quoted(known)}` : `${didYouMean(key, known)}`;
  source.errorAtKey([...place, key], `unknown key ${JSON.stringify(key)}${cure}`);
}

function expected(error: ErrorObject, source: BoardSource, place: Path): string {
  const limit = error.params["limit"] as number;
  const written = source.written(place);
  switch (error.keyword) {
    case "type":
      return `expected ${KINDS[String(error.params["type"])] ?? "another value"}, found ${kindOf(error.data)}`;
    case "const":
      return `expected ${JSON.stringify(error.params["allowedValue"])}, found ${shown(written, place)}`;
    case "enum": {
      const allowed = error.params["allowedValues"] as string[];
      const isKind = place.length === 1 || (place.length === 3 && place[2] === "type");
      const truth = isKind ? knownName(String(place[0]), unquoted(written)) : undefined;
      if (truth !== undefined) return truth;
      return `expected one of ${quoted(allowed)}, found ${shown(written, place)}${didYouMean(unquoted(written), allowed)}`;
    }
    case "anyOf": {
      const branches = error.schema as SchemaObject[];
      const words = branches.map(valueDescribed);
      const found = branches.some((branch) => "$ref" in branch) ? kindOf(error.data) : shown(written, place);
      return `expected ${words.slice(0, -1).join(", ")} or ${words.at(-1)}, found ${found}`;
    }
    case "pattern":
      return `expected ${PATTERNS[String(place.at(-1))] ?? `text like ${String(error.params["pattern"])}`}, found ${shown(written, place)}`;
    case "minimum":
      return `expected at least ${limit}, found ${shown(written, place)}`;
    case "maximum":
      return `expected at most ${limit}, found ${shown(written, place)}`;
    case "minLength":
      return limit === 1 ? "expected text that is not empty" : `expected at least ${limit} characters`;
    case "maxLength":
      return `expected at most ${limit} characters`;
    case "minItems":
      return `expected at least ${limit} ${limit === 1 ? "entry" : "entries"}`;
    case "minProperties":
    case "maxProperties":
      return limit === 1 ? "expected exactly one key here; write each in braces of its own" : (error.message ?? "");
    case "maxItems":
      return `expected at most ${limit} entries`;
    default:
      return error.message ?? "not what the schema asks for";
  }
}

/** One of several values that may stand in a place, as its schema has it. */
function valueDescribed(schema: SchemaObject): string {
  if ("const" in schema) return JSON.stringify(schema["const"]);
  const range = "minimum" in schema ? ` from ${schema["minimum"]} to ${schema["maximum"]}` : "";
  // Only objects have a definition of their own.
  return (KINDS["$ref" in schema ? "object" : String(schema["type"])] ?? "another value") + range;
}

const KINDS: Partial<Record<string, string>> = {
  string: "text in double quotes",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object { … }",
  array: "a list [ … ]",
};

const PATTERNS: Partial<Record<string, string>> = {
  name: "lower-case letters, digits and, inside, hyphens",
  address: "16 hexadecimal digits, beginning with 28",
  program: 'the name of a TypeScript file beside the board file, such as "./aquarium.ts"',
  id: "1 to 32 letters, digits, hyphens and underscores",
  url: 'an address that begins with "http://" or "https://"',
  pin: "a pin such as D25",
  clock: "a pin such as D22",
  data: "a pin such as D21",
  triggerPin: "a pin such as D25",
  echoPin: "a pin such as D34",
  openPin: "a pin such as D25",
  closePin: "a pin such as D25",
};

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
      if (!Number.isFinite(value)) return "a number too large";
      return Number.isInteger(value) ? "a whole number" : "a number that is not whole";
    case "boolean":
      return value ? "true" : "false";
    default:
      return "an object";
  }
}

/** What is written in the file, unless it may be somebody's password. */
function shown(written: string, place: Path): string {
  const isSecret = place.some((step) => /password|username|ssid|url|signingKey/i.test(String(step)));
  return isSecret || written.length > 60 || written.includes("\n") ? "something else" : written;
}

function unquoted(written: string): string {
  return written.replace(/^"|"$/g, "");
}

function quoted(words: readonly string[]): string {
  return words
    .filter((word) => word !== "$schema")
    .map((word) => `"${word}"`)
    .join(", ");
}

/** The steps of a JSON pointer, with indices as numbers. */
function steps(instancePath: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of instancePath.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return path;
}
