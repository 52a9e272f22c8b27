import { closest, distance } from "fastest-levenshtein";

/**
 * The candidate that `written` was probably meant to be: the same but for case and hyphens, or for the order of its letters, or else one
 * whose letters are alike.
 * Names whose digits differ name different things, however alike they are: a BMP180 is no BMP280.
 */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const others = candidates.filter((candidate) => candidate !== written);
  const same = others.find((candidate) => bare(candidate) === bare(written));
  if (same !== undefined) return same;
  const alike = others.filter((candidate) => digits(candidate) === digits(written));
  if (alike.length === 0) return undefined;
  const swapped = alike.find((candidate) => letters(candidate) === letters(written));
  if (swapped !== undefined) return swapped;
  const candidate = closest(written.toLowerCase(), alike);
  const allowed = Math.max(1, Math.floor(Math.max(written.length, candidate.length) / 3));
  return distance(written.toLowerCase(), candidate.toLowerCase()) <= allowed ? candidate : undefined;
}

/** ` (did you mean "pin"?)`, or nothing when no candidate is near. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const candidate = nearest(written, candidates);
  return candidate === undefined ? "" : ` (did you mean "${candidate}"?)`;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_\s.]/g, "");
}

function letters(name: string): string {
  return [...bare(name)].sort().join("");
}

function digits(name: string): string {
  return name.replace(/\D/g, "");
}
