/** Longer than any program writes a number of its own, such as 7.300000000000001. */
const MOST_CHARACTERS = 24;

/**
 * Reads a decimal number: digits, with a sign and a decimal point where wanted; NaN for anything else, and for what is not from `lowest`
 * to `highest`. Engines take more for numbers, such as what only begins with one.
 */
export function decimalIn(text: string, lowest: number, highest: number): number {
  const length = text.length;
  let digits = 0;
  let points = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      digits++;
    } else if (code === 46) {
      points++;
    } else if (code !== 45 || i > 0) {
      return NaN;
    }
  }
  const value = digits > 0 && points < 2 && length <= MOST_CHARACTERS ? Number(text) : NaN;
  return value >= lowest && value <= highest ? value : NaN;
}
