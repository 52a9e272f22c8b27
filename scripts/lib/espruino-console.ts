import { setTimeout } from "node:timers/promises";
import type { SerialLine } from "./serial/line";
import { UserError } from "./user-error";

const XON = 0x11;
const XOFF = 0x13;
/** Bytes handed over at once: what may still arrive after the chip has asked for a pause. */
const PIECE_BYTES = 64;
/** Around an answer, so that nothing else on the console is taken for one. The console shows a source text's escapes as such. */
const BEGIN = "\x01";
const END = "\x02";
const INTERRUPTION_MS = 250;
/** Characters kept to tell by what answers. */
const MOST_SEEN = 4_096;
/** With which the console clears the rest of a line. */
const TERMINAL_CODES = /\x1b\[[0-9;]*[A-Za-z]/g;

/** What answers at the other end of a line. */
export type Answering =
  | { kind: "espruino"; version: string; board: string; freeBytes: number }
  | { kind: "nodemcu" }
  | { kind: "bootLoader" }
  | { kind: "nothing" };

/** Espruino's console over a line: what is typed there runs in the interpreter beside the program. */
export class EspruinoConsole {
  #text = "";
  /** What came before the last question and after it. */
  #seen = "";
  /** An answer names its question: that of an earlier one may come late. */
  #questions = 0;
  #isPaused = false;
  #ended: Error | undefined;
  readonly #watchers = new Set<() => void>();
  readonly #line: SerialLine;

  constructor(line: SerialLine) {
    this.#line = line;
    line.onBytes((bytes) => {
      for (const byte of bytes) {
        if (byte === XOFF) this.#isPaused = true;
        else if (byte === XON) this.#isPaused = false;
        else this.#text += String.fromCharCode(byte);
      }
      if (this.#seen.length < MOST_SEEN) {
        this.#seen += Buffer.from(bytes).toString("latin1");
      }
      this.#wake();
    });
    line.onEnd((error) => {
      this.#ended = error ?? new Error("the line was closed");
      this.#wake();
    });
  }

  /** Finds out who is there. */
  async look(timeoutMs = 2_000): Promise<Answering> {
    await this.#send("\n");
    const found = await this.#identity(timeoutMs);
    if (found !== undefined) return found;
    // Ctrl-C ends a loop that keeps the interpreter busy. What is typed right behind it would be ended too.
    await this.#send("\x03\x03");
    await setTimeout(INTERRUPTION_MS);
    await this.#send("\n");
    return (
      (await this.#identity(timeoutMs)) ?? {
        kind: /waiting for download|invalid header/i.test(this.#seen)
          ? "bootLoader"
          : /NodeMCU|lua:|stdin:1:/i.test(this.#seen)
            ? "nodemcu"
            : "nothing",
      }
    );
  }

  async #identity(timeoutMs: number): Promise<Answering | undefined> {
    try {
      const answer = await this.evaluate(
        '[process.env.VERSION,process.env.BOARD,require("Storage").getFree()]',
        timeoutMs,
      );
      const [version, board, freeBytes] = answer as [string, string, number];
      return { kind: "espruino", version, board, freeBytes };
    } catch (error) {
      if (error instanceof NoAnswerError || error instanceof ChipError) return undefined;
      throw error;
    }
  }

  /**
   * The value of an expression, by way of JSON.
   * @throws NoAnswerError when none comes in time; ChipError when the expression throws on the chip; UserError when the line ends
   */
  async evaluate(expression: string, timeoutMs = 10_000): Promise<unknown> {
    this.#text = "";
    const question = `${++this.#questions}`;
    const begin = `${BEGIN}${question}:`;
    // DLE in front silences the echo.
    await this.#send(
      `\x10try{print("\\x01${question}:"+JSON.stringify(${expression})+"\\x02")}catch(e){print("\\x01${question}:!"+e+"\\x02")}\n`,
    );
    const answer = await this.#waitFor(() => {
      const from = this.#text.indexOf(begin);
      const to = this.#text.indexOf(END, from);
      return from < 0 || to < 0 ? undefined : this.#text.slice(from + begin.length, to);
    }, timeoutMs);
    if (answer.startsWith("!")) throw new ChipError(`${this.#line.name}: Espruino says: ${answer.slice(1)}`);
    try {
      return answer === "undefined" ? undefined : JSON.parse(answer);
    } catch {
      throw new ChipError(`${this.#line.name}: Espruino's answer was damaged on its way`);
    }
  }

  /** Runs a statement that gives no answer, such as `reset()`. */
  async run(statement: string): Promise<void> {
    this.#text = "";
    await this.#send(`\x10${statement}\n`);
  }

  /** Waits for a line of the program's. @throws NoAnswerError when it does not come in time */
  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.#waitFor(
      () =>
        this.#text
          .replace(TERMINAL_CODES, "")
          .split(/[\r\n>]+/)
          .includes(line)
          ? line
          : undefined,
      timeoutMs,
    );
  }

  async #send(text: string): Promise<void> {
    const bytes = Buffer.from(text, "latin1");
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      if (this.#isPaused) await this.#waitFor(() => (this.#isPaused ? undefined : true), 10_000);
      this.#check();
      try {
        await this.#line.write(bytes.subarray(at, at + PIECE_BYTES));
      } catch (error) {
        this.#ended ??= error as Error;
        this.#check();
      }
    }
  }

  async #waitFor<T>(look: () => T | undefined, timeoutMs: number): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
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
      };
      const timer = globalThis.setTimeout(
        () => finish(() => reject(new NoAnswerError(`${this.#line.name}: no answer within ${timeoutMs / 1000} s`))),
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
      `${this.#line.name}: the line has ended (${this.#ended?.message}); the chip goes on with the program it had. ` +
        "Plug it in and run the command again",
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
