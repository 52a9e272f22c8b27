/**
 * What a terminal obeys or leaves out, and does not show: control characters (C0, DEL, C1), what turns the direction of writing
 * round (Unicode's property Bidi_Control), and the two separators that end a line somewhere. A tab only moves on.
 */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\t": "\t", "\n": "\\n", "\r": "\\r" };

/**
 * A text from somewhere else, as one line of a terminal or a log may hold it: what is not seen is written out, such as \x1b for
 * the escape that begins a terminal's commands, \n for a line end, \u202e for the override that writes from right to left.
 * It changes nothing in what has been made printable before.
 */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => SHORT[character] ?? writtenOut(character.charCodeAt(0)));
}

function writtenOut(code: number): string {
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
