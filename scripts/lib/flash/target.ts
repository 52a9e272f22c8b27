/** A chip with one engine or the other on it, as far as flashing goes. */
export interface FlashTarget {
  /**
   * Sees that the engine is there, and puts it there where that can be done; and that the chip starts it as the board wants it.
   * @throws UserError where it is not
   */
  prepare(): Promise<void>;
  /**
   * Puts the program beside the one that runs, compares it, and makes it the one that starts, with the secrets that go with it.
   * @returns whether the secrets on the chip were others
   */
  upload(onProgress?: (doneBytes: number, totalBytes: number) => void): Promise<boolean>;
  start(): Promise<void>;
  /** The chip's address, as its engine writes it. */
  address(): Promise<string>;
  /** Waits for a line of the program's. @throws NoAnswerError when it does not come in time */
  waitForLine(line: string, timeoutMs: number): Promise<string>;
}

/** A file of the build. */
export interface ProgramFile {
  name: string;
  /** A byte string. */
  bytes: string;
}

/** Says what a step found, and how long it took. */
export async function timed<T>(
  print: (line: string) => void,
  say: (result: T) => string,
  step: () => Promise<T>,
): Promise<T> {
  const startedMs = performance.now();
  const result = await step();
  print(`${say(result)}  (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  return result;
}
