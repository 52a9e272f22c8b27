import type { Use } from "./draft";

/** A shorter value is part of many words that have nothing to do with it. */
const LEAST_CHARACTERS = 4;

/**
 * Makes what takes the values of `${NAME}` out of a text, and puts the names in their places; of other secrets, such as private keys,
 * it leaves "…". A word that the board file writes itself is nothing to hide.
 * @param text Of the board file
 */
export function hiding(
  text: string,
  uses: readonly Pick<Use, "name" | "value">[],
  others: readonly string[] = [],
): (shown: string) => string {
  const names = new Map<string, string>();
  const add = (value: string, name: string): void => {
    for (const spelling of spellings(value)) {
      if (!names.has(spelling) && !text.includes(spelling)) names.set(spelling, name);
    }
  };
  for (const { name, value } of uses) add(value, `\${${name}}`);
  for (const value of others) add(value, "…");
  names.delete("");
  if (names.size === 0) return (shown) => shown;
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(patternOf).join("|"), "gu");
  return (shown) => shown.replace(pattern, (found) => names.get(found) ?? "…");
}

/** As it is, as source text and JSON write it, as a host is called, and as bytes. */
function spellings(value: string): string[] {
  const bytes = Buffer.from(value).toString("latin1");
  return [...new Set([value, JSON.stringify(value).slice(1, -1), value.toLowerCase(), bytes])];
}

/** A short value is taken out where it stands alone in quotes. */
function patternOf(spelling: string): string {
  const pattern = spelling.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return spelling.length < LEAST_CHARACTERS ? `(?<=")${pattern}(?=")` : pattern;
}
