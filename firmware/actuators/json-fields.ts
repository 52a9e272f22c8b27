/**
 * Fields of a JSON object (RFC 8259), read out of its text: as much of JSON as commands need, and the same on every engine.
 * Espruino's own parser takes less than half as long, but it makes an object of each command, ignores what stands behind the end, and
 * calls itself for each bracket without a limit: a payload of brackets would overflow the chip's stack.
 */

/** More than anybody's way of writing a command has; each takes a while to take out. */
const MOST_BLANKS = 32;

/** A JSON object without the blanks in it; "" where the text is none. */
export function compactObject(text: string): string {
  if (text.charAt(0) !== "{" || text.charAt(text.length - 1) !== "}") {
    return "";
  }
  let compact = text;
  let blanks = 0;
  let at = text.indexOf(" ");
  while (at >= 0) {
    if (++blanks > MOST_BLANKS) {
      return "";
    }
    compact = compact.substring(0, at) + compact.substring(at + 1);
    at = compact.indexOf(" ", at);
  }
  return compact;
}

/**
 * The word that a key has for its value.
 * @param object as `compactObject` gives it
 * @param key As in `"state":"`. Inside of a text it is not found: quotes are escaped there.
 * @returns "" where there is no such key, or no text behind it
 */
export function wordOf(object: string, key: string): string {
  const found = object.indexOf(key);
  if (found < 0) {
    return "";
  }
  const at = found + key.length;
  return object.substring(at, object.indexOf('"', at));
}

/**
 * The number, not below 0, that a key has for its value.
 * @param object as `compactObject` gives it
 * @param key As in `"brightness":`.
 * @returns NaN where there is no such key, -1 where something else stands behind it
 */
export function numberOf(object: string, key: string): number {
  const found = object.indexOf(key);
  if (found < 0) {
    return NaN;
  }
  const at = found + key.length;
  let end = object.indexOf(",", at);
  if (end < 0) {
    end = object.length;
  }
  while (object.charAt(end - 1) === "}") {
    end--;
  }
  const value = end > at ? Number(object.substring(at, end)) : -1;
  return value >= 0 ? value : -1;
}
