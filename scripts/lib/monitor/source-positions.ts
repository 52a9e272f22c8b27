import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { LEAST_UPPER_BOUND, originalPositionFor, sourceContentFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Board } from "../board/config";

/** A place in TypeScript. */
export interface SourcePosition {
  /** As a person at the keyboard would name it: file:line:column. */
  place: string;
  /** What stands in that line; undefined for the program that was made of a board file, whose constants are nobody's to see. */
  text: string | undefined;
}

/** Where the parts of a built program come from. */
export class SourcePositions {
  readonly #trace: TraceMap;
  readonly #folder: string;

  /** @param map The source map as JSON @param folder What its sources are relative to */
  constructor(map: string, folder: string) {
    this.#trace = new TraceMap(map);
    this.#folder = folder;
  }

  /** @param file A source map @returns undefined where there is none */
  static ofMap(file: string): SourcePositions | undefined {
    return existsSync(file) ? new SourcePositions(readFileSync(file, "utf8"), dirname(file)) : undefined;
  }

  /** @param line From 1 @param column From 1, both in the built program @returns undefined where nothing of ours stands */
  find(line: number, column: number): SourcePosition | undefined {
    if (line < 1 || column < 1) return undefined;
    return this.#position(originalPositionFor(this.#trace, { line, column: column - 1 }));
  }

  /** The first place of a line: more is not told of programs in Lua. @param line From 1 */
  findLine(line: number): SourcePosition | undefined {
    if (line < 1) return undefined;
    return this.#position(originalPositionFor(this.#trace, { line, column: 0, bias: LEAST_UPPER_BOUND }));
  }

  /** @param place As the chip tells it: `mote.a:1:280`, `mote.lua:120` */
  findPlace(place: string): string | undefined {
    const [, line, column] = /^[\w.]+:(\d+)(?::(\d+))?$/.exec(place) ?? [];
    const found = column === undefined ? this.findLine(Number(line)) : this.find(Number(line), Number(column));
    return found?.place;
  }

  #position(original: ReturnType<typeof originalPositionFor>): SourcePosition | undefined {
    if (original.source === null) return undefined;
    const file = resolve(this.#folder, original.source);
    const isGenerated = dirname(file) === resolve(this.#folder);
    return {
      place: `${shown(file)}:${original.line}:${original.column + 1}`,
      text: isGenerated ? undefined : this.#line(original.source, file, original.line),
    };
  }

  #line(source: string, file: string, line: number): string | undefined {
    const content = sourceContentFor(this.#trace, source) ?? (existsSync(file) ? readFileSync(file, "utf8") : "");
    return content.split("\n")[line - 1]?.trim();
  }
}

const MAPS: Readonly<Record<Board["engine"], string>> = { espruino: "bundle.js.map", nodemcu: "mote.lua.map" };

/** The source map of a board's build: of its bundle for Espruino, or of its program in Lua. Both may be there from before. */
export function mapOf(folder: string, engine: Board["engine"]): string {
  return join(folder, MAPS[engine]);
}

function shown(file: string): string {
  return relative(process.cwd(), file).split(sep).join("/");
}
