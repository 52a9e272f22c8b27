/**
 * What stands under a key in the text of a JSON object (RFC 8259): a text without its quotes, or a number or word as it is written; ""
 * where there is no such key, or an object, a list or a text with an escape stands behind it. It is searched for and not parsed, so
 * that a message costs no object: the first key of that name counts, also one in an object inside.
 * @param key With its quotes, as in `"state"`. Inside of a text it is not found: quotes are escaped there.
 */
export function fieldOf(text: string, key: string): string {
  let at = text.indexOf(key);
  while (at >= 0) {
    const colon = behindBlanks(text, at + key.length);
    // Otherwise it is a value of that name.
    if (text.charAt(colon) === ":") {
      return scalarAt(text, behindBlanks(text, colon + 1));
    }
    at = text.indexOf(key, at + key.length);
  }
  return "";
}

/** Where what is no blank begins, from `at` on. */
function behindBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length && BLANKS.indexOf(text.charAt(end)) >= 0) {
    end++;
  }
  return end;
}

const BLANKS = " \t\n\r";

function scalarAt(text: string, start: number): string {
  if (text.charAt(start) === '"') {
    const end = text.indexOf('"', start + 1);
    const value = end < 0 ? "" : text.substring(start + 1, end);
    return value.indexOf("\\") < 0 ? value : "";
  }
  let end = start;
  while (end < text.length && ENDS.indexOf(text.charAt(end)) < 0) {
    end++;
  }
  // A text that ends within a number may be half of it.
  return end < text.length && "{[".indexOf(text.charAt(start)) < 0 ? text.substring(start, end) : "";
}

const ENDS = ",}] \t\n\r";

/** Goes by what stands under a key, in place of the whole payload. @param key as of `fieldOf` */
export function byField(key: string, commandFor: (text: string) => string): (payload: string) => string {
  return (payload) => commandFor(fieldOf(payload, key));
}
