/** The text of a file in UTF-8, or why it is not in UTF-8 and where that shows. */
export type Decoded =
  | { readonly text: string; readonly hasMark: boolean }
  | { readonly problem: string; readonly line: number; readonly column: number };

const CURE = "save it as UTF-8, without a byte order mark";

/**
 * Reads text that a person wrote. A letter that cannot be read is an error: it never becomes "�". No message shows a byte of the file.
 * @returns with `hasMark` where a byte order mark stood in front of the text, which is left out
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    return { problem: `this file is in ${utf16}: ${CURE}`, line: 1, column: 1 };
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const own = hasMark ? bytes.subarray(3) : bytes;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(own), hasMark };
  } catch {
    const before = wholeText(own);
    const lines = before.split("\n");
    return {
      problem: `here stands a letter that is not in UTF-8, but perhaps in Latin-1 or Windows-1252: ${CURE}`,
      line: lines.length,
      column: (lines.at(-1) ?? "").length + 1,
    };
  }
}

/** By its mark, or by most of every other byte of its beginning being zero, as it is in UTF-16 of ASCII. */
function utf16Of(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return "UTF-16";
  const head = [...bytes.subarray(0, 64)];
  const zeros = [0, 1].map((parity) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length);
  const isHalfZero = Math.max(...zeros) > head.length / 3 && Math.min(...zeros) === 0;
  return head.length >= 4 && isHalfZero ? "UTF-16 without a byte order mark" : undefined;
}

/** What stands in front of the first byte that is wrong. */
function wholeText(bytes: Uint8Array): string {
  const beginning = (length: number): string =>
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), { stream: true });
  let low = 0;
  let high = bytes.length;
  // The longest beginning that can be read, also with a letter that is not whole at its end.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    try {
      beginning(middle);
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return beginning(low);
}
