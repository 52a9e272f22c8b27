/** Where lines go. */
export interface Lines {
  /** Whether what was written can be written over. */
  isTerminal: boolean;
  print(line: string): void;
  /** Writes over the line that was written so before, until the last one. */
  overwrite(line: string, isLast: boolean): void;
  /** How many characters fit into a line. */
  width(): number;
  nowMs(): number;
}

/** How often a pipe is told how far it is. */
const PIPE_MS = 10_000;

/** Lines that stay, and one that tells how far something is: below them in a terminal; in a pipe, among them now and then. */
export class Screen {
  readonly #lines: Lines;
  #shown = "";
  #told = "";
  #toldMs: number;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#toldMs = lines.nowMs();
  }

  say(line: string): void {
    const { isTerminal, print, overwrite } = this.#lines;
    if (!isTerminal || this.#shown === "") {
      print(line);
      return;
    }
    overwrite(line.padEnd(this.#shown.length), true);
    overwrite(this.#shown, false);
  }

  progress(text: string): void {
    const { isTerminal, print, overwrite, width, nowMs } = this.#lines;
    if (isTerminal) {
      // A longer one would go on in the next line, and stay there.
      const line = text.slice(0, width() - 1);
      overwrite(line.padEnd(this.#shown.length), false);
      this.#shown = line;
    } else if (text !== this.#told && nowMs() - this.#toldMs >= PIPE_MS) {
      print(text);
      this.#told = text;
      this.#toldMs = nowMs();
    }
  }

  /** The line stays as it is. */
  end(): void {
    if (this.#shown !== "") this.#lines.overwrite(this.#shown, true);
    this.#shown = "";
  }
}
