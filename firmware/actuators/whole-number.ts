const MOST_DIGITS = 5;

/** The number that a text is, in digits alone but for a sign in front; NaN where it is none from `lowest` to `highest`. */
export function wholeNumber(text: string, lowest: number, highest: number): number {
  const first = text.charAt(0) === "-" ? 1 : 0;
  if (text.length <= first || text.length > first + MOST_DIGITS) {
    return NaN;
  }
  let value = 0;
  for (let i = first; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) {
      return NaN;
    }
    value = value * 10 + digit;
  }
  if (first > 0) {
    value = -value;
  }
  return value < lowest || value > highest ? NaN : value;
}
