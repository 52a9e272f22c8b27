import { Writable } from "node:stream";

/** The screen of a terminal, as far as lines and a prompt move about on it. Nothing is lost at its top. */
export class Screen extends Writable {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows = 24;
  #cells: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(columns = 40) {
    super({ decodeStrings: false });
    this.columns = columns;
  }

  /** Its lines, without what is empty at their ends. */
  get lines(): string[] {
    return this.#cells.map((cells) =>
      Array.from(cells, (cell = " ") => cell)
        .join("")
        .trimEnd(),
    );
  }

  /** Where the next character goes: row and column, from 0. */
  get cursor(): [row: number, column: number] {
    return [this.#row, this.#column];
  }

  override _write(text: string | Buffer, _encoding: string, done: () => void): void {
    for (const [part] of text.toString().matchAll(/\x1b\[[\d;?]*[A-Za-z]|[\s\S]/g)) this.#take(part);
    done();
  }

  #take(part: string): void {
    const [, digits, command] = /^\x1b\[([\d;?]*)([A-Za-z])$/.exec(part) ?? [];
    const count = digits === "" || digits === undefined ? 1 : Number(digits);
    switch (command ?? part) {
      case "\n":
        this.#column = 0;
        this.#down(1);
        return;
      case "\r":
        this.#column = 0;
        return;
      case "A":
        if (command !== undefined) this.#row = Math.max(0, this.#row - count);
        else this.#put(part);
        return;
      case "B":
        if (command !== undefined) this.#down(count);
        else this.#put(part);
        return;
      case "C":
        if (command !== undefined) this.#column += count;
        else this.#put(part);
        return;
      case "D":
        if (command !== undefined) this.#column = Math.max(0, this.#column - count);
        else this.#put(part);
        return;
      case "G":
        if (command !== undefined) this.#column = count - 1;
        else this.#put(part);
        return;
      case "J":
        if (command === undefined) return this.#put(part);
        this.#cells = this.#cells.slice(0, this.#row + 1);
        this.#cells[this.#row] = this.#cells[this.#row].slice(0, this.#column);
        return;
      case "K":
        if (command === undefined) return this.#put(part);
        this.#cells[this.#row] = this.#cells[this.#row].slice(0, this.#column);
        return;
      default:
        // Colours take no room.
        if (command === undefined) this.#put(part);
    }
  }

  #down(count: number): void {
    this.#row += count;
    while (this.#cells.length <= this.#row) this.#cells.push([]);
  }

  #put(character: string): void {
    if (this.#column >= this.columns) {
      this.#column = 0;
      this.#down(1);
    }
    this.#cells[this.#row][this.#column++] = character;
  }
}
