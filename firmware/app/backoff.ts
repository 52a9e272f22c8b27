export const LONGEST_BACKOFF_MS = 60_000;

/** The longest wait before the next attempt, in milliseconds, after `failures` (1 …) failed ones in a row: doubling from `firstMs` to 60 s. */
export function backoffMs(firstMs: number, failures: number): number {
  let ms = firstMs;
  for (let i = 1; i < failures && ms < LONGEST_BACKOFF_MS; i++) {
    ms *= 2;
  }
  return Math.min(ms, LONGEST_BACKOFF_MS);
}
