import type { SourcePositions } from "./source-positions";

/** `    at f (mote.a:1:28)`, as Espruino prints it. */
const FRAME = /^\s+at (?:\S+ \()?([\w.]+):(\d+):(\d+)\)?$/;
/** Where the program lies in the chip's Storage. */
const PROGRAM_FILES = /^(mote\.[ab]|\.bootcde|\.bootrst)$/;
/** A place in a program in Lua, anywhere in a line: `mote.lua:123`. */
const LUA_PLACE = /\bmote\.lua:(\d+)(?=:|>)/g;
const MARK = /^\s*\^$/;

/**
 * Tells errors of the built program in terms of its TypeScript. Espruino prints each frame of a stack as three lines: the place,
 * sixty characters of the source around it, and a mark below them. The source is one minified line in which passwords stand: it
 * is left out, whatever else. NodeMCU names the lines of its program in Lua, and shows nothing of it.
 */
export class StackTraces {
  readonly #positions: SourcePositions | undefined;
  readonly #print: (line: string) => void;
  readonly #hasExcerpts: boolean;
  /** Behind a frame of ours: what was taken for its excerpt, unless a mark fails to follow. */
  #expects: "nothing" | "excerpt" | "mark" = "nothing";

  /** @param hasExcerpts false for what a node publishes of its console: the places alone */
  constructor(positions: SourcePositions | undefined, print: (line: string) => void, hasExcerpts = true) {
    this.#positions = positions;
    this.#print = print;
    this.#hasExcerpts = hasExcerpts;
  }

  /** Whether the line that is coming is source text. */
  get isHiding(): boolean {
    return this.#expects === "excerpt";
  }

  take(line: string): void {
    const frame = FRAME.exec(line);
    if (frame !== null && PROGRAM_FILES.test(frame[1])) {
      if (this.#hasExcerpts) this.#expects = "excerpt";
      this.#frame(line, Number(frame[2]), Number(frame[3]));
    } else if (this.#expects === "excerpt") {
      this.#expects = "mark";
    } else if (this.#expects === "mark") {
      this.#expects = "nothing";
      if (!MARK.test(line)) this.#print(line);
    } else {
      this.#print(line.replace(LUA_PLACE, (place, at) => this.#positions?.findLine(Number(at))?.place ?? place));
    }
  }

  #frame(printed: string, line: number, column: number): void {
    const position = this.#positions?.find(line, column);
    if (position === undefined) {
      this.#print(printed);
    } else {
      this.#print(`    at ${position.place}`);
      if (position.text !== undefined && position.text !== "") this.#print(`       ${position.text}`);
    }
  }
}
