/**
 * Fields of a JSON object (RFC 8259), read out of its text: as much of JSON as commands need, and the same on every engine.
 * Espruino's own parser takes less than half as long, but it makes an object of each command, ignores what stands behind the end, and
 * calls itself for each bracket without a limit: a payload of brackets would overflow the chip's stack.
 *
 * Strict without looking at each character: whoever reads fields counts what they take up, with the comma or bracket behind them. An
 * object that holds anything else, be it a key nobody knows or one that is there twice, has characters left (`isReadWhole`).
 */

/** More than anybody's way of writing a command has; each takes a while to take out. */
const MOST_BLANKS = 32;
/** No number of a command is longer. */
const MOST_DIGITS = 16;

/** What was read of the present object, in characters. */
let readChars = 0;

/**
 * A JSON object without the blanks between its parts; "" where the text is none. Nothing of it is read yet. A blank anywhere else, as
 * in a text, makes it none: no word of a command has one.
 */
export function compactObject(text: string): string {
  readChars = 0;
  if (text.charAt(0) !== "{" || text.charAt(text.length - 1) !== "}") {
    return "";
  }
  let compact = text;
  let blanks = 0;
  let at = text.indexOf(" ");
  while (at >= 0) {
    let end = at + 1;
    while (compact.charAt(end) === " ") {
      end++;
    }
    blanks += end - at;
    if (blanks > MOST_BLANKS || ("{,:".indexOf(compact.charAt(at - 1)) < 0 && "},:".indexOf(compact.charAt(end)) < 0)) {
      return "";
    }
    compact = compact.substring(0, at) + compact.substring(end);
    at = compact.indexOf(" ", at);
  }
  return compact;
}

/**
 * What stands behind a key, up to the comma behind it or to the end of the object.
 * @param object as `compactObject` gives it
 * @param key As in `"state":`. Inside of a text it is not found: quotes are escaped there.
 * @returns "" where there is no such key, "?" where nothing stands behind it
 */
export function valueOf(object: string, key: string): string {
  const found = object.indexOf(key);
  if (found < 0) {
    return "";
  }
  const at = found + key.length;
  const comma = object.indexOf(",", at);
  const end = comma < 0 ? object.length - 1 : comma;
  readChars += end + 1 - found;
  return end > at ? object.substring(at, end) : "?";
}

/**
 * The number, not below 0, that a key has for its value: in digits, with a decimal point among them where wanted.
 * @param object as `compactObject` gives it
 * @param key As in `"brightness":`.
 * @returns NaN where there is no such key, -1 where something else stands behind it
 */
export function numberOf(object: string, key: string): number {
  const text = valueOf(object, key);
  const last = text.length - 1;
  let points = text.charAt(0) === "0" && last > 0 && text.charAt(1) !== "." ? 2 : 0;
  for (let i = 0; i <= last; i++) {
    const code = text.charCodeAt(i);
    // A point in front or at the end is none.
    points += code >= 48 && code <= 57 ? 0 : code === 46 && i > 0 && i < last ? 1 : 2;
  }
  return last < 0 ? NaN : points > 1 || last >= MOST_DIGITS ? -1 : Number(text);
}

/** What will have been read of the object around, once the inner one is. */
let outerChars = 0;

/**
 * The object that a key has for its value: nothing of it is read yet, and `endObject` has to follow. "" where there is no such key, or
 * something else stands behind it, which then stays unread.
 * @param object as `compactObject` gives it
 * @param key As in `"color":`.
 */
export function objectOf(object: string, key: string): string {
  const found = object.indexOf(key);
  const at = found + key.length;
  const end = object.indexOf("}", at) + 1;
  if (found < 0 || object.charAt(at) !== "{" || (object.charAt(end) !== "," && end !== object.length - 1)) {
    return "";
  }
  outerChars = readChars + end + 1 - found;
  readChars = 0;
  return object.substring(at, end);
}

/** Goes on with the object around. @returns whether the inner one was read whole */
export function endObject(inner: string): boolean {
  const isWhole = isReadWhole(inner);
  readChars = outerChars;
  return isWhole;
}

/** Whether the fields that were read are all that there is. */
export function isReadWhole(object: string): boolean {
  return readChars === object.length - 1;
}
