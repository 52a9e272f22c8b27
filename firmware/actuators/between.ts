import { decimalIn } from "./decimal";

/** Whether a text is a decimal number, as `decimalIn` reads it, above the one and below the other. */
export function isBetween(text: string, above: number, below: number): boolean {
  const value = decimalIn(text, above, below);
  return value > above && value < below;
}
