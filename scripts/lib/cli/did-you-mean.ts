import { closest, distance } from "fastest-levenshtein";

/** The candidate that `written` was probably meant to be. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const candidate = closest(written.toLowerCase(), [...candidates]);
  const allowed = Math.max(1, Math.floor(Math.max(written.length, candidate.length) / 3));
  const apart = distance(written.toLowerCase(), candidate.toLowerCase());
  return candidate !== written && apart <= allowed ? candidate : undefined;
}

/** `; did you mean "pin"?`, or nothing when no candidate is near. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const candidate = nearest(written, candidates);
  return candidate === undefined ? "" : ` (did you mean "${candidate}"?)`;
}
