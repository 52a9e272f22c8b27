/**
 * Whether the tests run at full length, as `npm run test:all` has them. In `npm test` they do the same at a fraction of the length.
 * This is the only place that asks; a test file that imports it is run once more in the long suite.
 */
const isThorough = process.env["THOROUGH"] === "1";

/** How long, how often or how deep a test goes: in the long suite, and in the short one. */
export function inFullOr<T>(full: T, short: T): T {
  return isThorough ? full : short;
}

/** A test of the long suite alone, which the short one names and leaves out. */
export function itInFull(title: string, run: Mocha.AsyncFunc | Mocha.Func): void {
  if (isThorough) it(title, run);
  else it(`${title} (left out: in the long suite)`);
}
