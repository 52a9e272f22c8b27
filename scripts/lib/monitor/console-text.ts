const ESCAPE = "\x1b";
/** A character of a terminal's own language that the console uses: ESC [ parameters letter. */
const CODE = /^\x1b\[([0-9;]*)([A-Za-z])/;
/** What may still become such a code. */
const PART_OF_CODE = /^\x1b(\[[0-9;]*)?$/;
/** No code of a console is longer; a chip that sends noise may never end one. */
const LONGEST_CODE = 32;
/** Longer than any line of a console; a chip that sends noise sends no line ends. */
const LONGEST_LINE = 4_096;

export interface ConsoleTextEvents {
  /** A line is whole. */
  line: (text: string) => void;
}

/**
 * What a serial console sends, as lines of text. The console writes for a terminal: it goes back to the beginning of the line
 * and clears it to write over its prompt, and takes characters back. What else a terminal would obey is left out: a log is no
 * place for it, nor is a screen for whatever a chip may send.
 */
export class ConsoleText {
  #bytes = "";
  #line = "";
  #isAtStart = false;
  readonly #events: ConsoleTextEvents;

  constructor(events: ConsoleTextEvents) {
    this.#events = events;
  }

  /** The line that is not whole yet. */
  get pending(): string {
    return text(this.#line);
  }

  /** How much is kept of what came: bounded, whatever comes. */
  get keptCharacters(): number {
    return this.#bytes.length + this.#line.length;
  }

  take(bytes: Uint8Array): void {
    this.#bytes += Buffer.from(bytes).toString("latin1");
    let at = 0;
    while (at < this.#bytes.length) {
      const begun = this.#bytes[at] === ESCAPE ? this.#bytes.slice(at, at + LONGEST_CODE) : "";
      const code = CODE.exec(begun);
      if (code !== null) {
        // Clears from the cursor on: the whole line, where the cursor stands at its start.
        if (/[JK]/.test(code[2]) && this.#isAtStart) this.#clear();
        at += code[0].length;
      } else if (begun.length < LONGEST_CODE && PART_OF_CODE.test(begun)) {
        break;
      } else {
        this.#character(this.#bytes[at++]);
      }
    }
    this.#bytes = this.#bytes.slice(at);
  }

  /** Gives what is left as a line: no more will come. */
  end(): void {
    if (this.#line !== "") this.#finish();
    this.#bytes = "";
  }

  #character(character: string): void {
    if (character === "\n") {
      this.#finish();
    } else if (character === "\r") {
      this.#isAtStart = true;
    } else if (character === "\b") {
      this.#line = this.#line.slice(0, -1);
    } else if (character >= " " || character === "\t") {
      // Written from the start of the line over what stood there.
      if (this.#isAtStart) this.#clear();
      this.#line += character;
      if (this.#line.length === LONGEST_LINE) this.#finish();
    }
  }

  #finish(): void {
    const line = text(this.#line);
    this.#clear();
    this.#events.line(line);
  }

  #clear(): void {
    this.#line = "";
    this.#isAtStart = false;
  }
}

function text(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
