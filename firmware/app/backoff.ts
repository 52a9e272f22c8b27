const FIRST_MS = 1_000;
export const LONGEST_BACKOFF_MS = 60_000;

/**
 * How long to wait before the next attempt, in milliseconds, after `failures` (1 …) failed ones in a row: doubling from
 * 1 s to 60 s, of which `random` (0 … 1) takes up to half away, so that nodes that lost a broker together do not come
 * back together.
 */
export function backoffMs(failures: number, random: number): number {
  let ms = FIRST_MS;
  for (let i = 1; i < failures && ms < LONGEST_BACKOFF_MS; i++) {
    ms *= 2;
  }
  ms = Math.min(ms, LONGEST_BACKOFF_MS);
  return ms - (ms / 2) * random;
}
