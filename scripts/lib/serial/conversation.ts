import { typed } from "../cli/mote";
import { UserError } from "../user-error";
import type { SerialLine } from "./line";

/** XON and XOFF. */
const FLOW_CONTROL = /[\x11\x13]/g;
const XOFF = "\x13";
/** Bytes handed over at once: what may still arrive after the chip has asked for a pause. */
const PIECE_BYTES = 64;
/** Characters kept to tell by what answers. */
const MOST_SEEN = 4_096;
/** Characters kept to look for an answer in: no answer is as long, nor what a program prints beside it. */
const MOST_TEXT = 65_536;
/** Bytes that may come before an answer does. At 115,200 baud they take six minutes, and no answer is waited for so long. */
const MOST_BYTES = 4 * 1024 * 1024;
/** With which a console clears the rest of a line. */
const TERMINAL_CODES = /\x1b\[[0-9;]*[A-Za-z]/g;

/**
 * What is sent on a line and what comes back, whichever interpreter answers. A line may have anything at its other end, also what
 * never stops: no more is kept of it than can be an answer, and whoever waits is told.
 */
export class Conversation {
  /** The last of what came since it was emptied. */
  text = "";
  /** The first of what came since the line was opened. */
  seen = "";
  #receivedBytes = 0;
  #isPaused = false;
  #ended: Error | undefined;
  readonly #watchers = new Set<() => void>();
  readonly #line: SerialLine;

  constructor(line: SerialLine) {
    this.#line = line;
    line.onBytes((bytes) => {
      this.#receivedBytes += bytes.length;
      const received = Buffer.from(bytes).toString("latin1");
      const flow = received.match(FLOW_CONTROL)?.at(-1);
      if (flow !== undefined) this.#isPaused = flow === XOFF;
      this.text = (this.text + received.replace(FLOW_CONTROL, "")).slice(-MOST_TEXT);
      if (this.seen.length < MOST_SEEN) this.seen += received.slice(0, MOST_SEEN - this.seen.length);
      this.#wake();
    });
    line.onEnd((error) => {
      this.#ended = error ?? new Error("the line was closed");
      this.#wake();
    });
  }

  get name(): string {
    return this.#line.name;
  }

  async send(text: string): Promise<void> {
    const bytes = Buffer.from(text, "latin1");
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      if (this.#isPaused) await this.waitFor(() => (this.#isPaused ? undefined : true), 10_000);
      this.#check();
      try {
        await this.#line.write(bytes.subarray(at, at + PIECE_BYTES));
      } catch (error) {
        this.#ended ??= error as Error;
        this.#check();
      }
    }
  }

  /** Waits for a whole line. @throws NoAnswerError when it does not come in time */
  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.waitFor(
      () =>
        this.text
          .replace(TERMINAL_CODES, "")
          .split(/[\r\n>]+/)
          .some((each) => each.trim() === line)
          ? line
          : undefined,
      timeoutMs,
    );
  }

  /**
   * Looks whenever something came.
   * @throws NoAnswerError when nothing was found in time; UserError when the line ends, or sends without end
   */
  async waitFor<T>(look: () => T | undefined, timeoutMs: number): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
    const mostBytes = this.#receivedBytes + MOST_BYTES;
    return new Promise<T>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        settle();
      };
      const check = (): void => {
        const seen = look();
        if (seen !== undefined) finish(() => resolve(seen));
        else if (this.#ended !== undefined) finish(() => reject(this.#endError()));
        else if (this.#receivedBytes > mostBytes) finish(() => reject(this.#endlessError()));
      };
      const timer = setTimeout(
        () => finish(() => reject(new NoAnswerError(`${this.name}: no answer within ${timeoutMs / 1000} s`))),
        timeoutMs,
      );
      this.#watchers.add(check);
      check();
    });
  }

  #check(): void {
    if (this.#ended !== undefined) throw this.#endError();
  }

  #endError(): UserError {
    return new UserError(
      `${this.name}: the line has ended (${this.#ended?.message}); the chip goes on with the program it had. ` +
        "Plug it in and run the command again",
    );
  }

  #endlessError(): UserError {
    return new UserError(
      `${this.name}: sends without end, more than ${MOST_BYTES / 1024 / 1024} MB and no answer among it: this is no console of a chip, or ` +
        `its program prints faster than one can; look at it with ${typed("monitor")}`,
    );
  }

  #wake(): void {
    for (const check of [...this.#watchers]) check();
  }
}

/** Nothing came from the chip in time. */
export class NoAnswerError extends UserError {}

/** The chip said that it could not. */
export class ChipError extends UserError {}

/** Begins anew what the line or the chip spoiled: as often as `tries` says, in all. @throws what the last one did */
export async function persist<T>(tries: number, run: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await run();
    } catch (error) {
      if (left === 0 || !(error instanceof ChipError || error instanceof NoAnswerError)) throw error;
    }
  }
}
