import { decimalIn } from "./decimal";

/**
 * The whole number nearest to the one that a text says, halves going up; NaN where the text says none from `lowest` to `highest`. Who
 * sends a part of a number, as Home Assistant's actions may, means the nearest that there is.
 */
export function wholeNumber(text: string, lowest: number, highest: number): number {
  return Math.floor(decimalIn(text, lowest, highest) + 0.5);
}
