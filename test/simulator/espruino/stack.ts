import type { Place } from "./tokens";

/** What the model runs the firmware as, and what the file is called in a flashed chip's Storage. */
export const MODEL_FILE = "bundle.js";
const CHIP_FILE = "mote.a";

/** What the model runs a part of the program as that the program evaluates. @param at The part's first byte */
export function partFile(at: number): string {
  return `part${at}.js`;
}

/** A place of the program, as the chip tells it. */
export function chipPlace({ line, column }: Place): string {
  return `${CHIP_FILE}:${line}:${column}`;
}

/**
 * Where an error was thrown, as Espruino tells it: each frame with the source around it and a mark below, here with the empty
 * line that it makes of a program that lies in flash memory. Undefined for what has no stack.
 * @param placeOf Where a place of a file that ran is in the chip's; undefined for a file that is not of the program
 */
export function espruinoStack(
  thrown: unknown,
  placeOf: (file: string, place: Place) => Place | undefined,
): string | undefined {
  const stack: unknown = typeof thrown === "object" && thrown !== null ? (thrown as Error).stack : undefined;
  if (typeof stack !== "string") return undefined;
  const frames = stack
    .split("\n")
    .map((line) => /^\s+at (?:(?:new )?(\S+) \()?(?:.*[\\/])?([\w.]+):(\d+):(\d+)\)?$/.exec(line))
    .map((frame) => {
      const [, name, file = "", ranLine, ranColumn] = frame ?? [];
      const at = placeOf(file, { line: Number(ranLine), column: Number(ranColumn) });
      if (at === undefined) return "";
      const place = chipPlace(at);
      return `    at ${name === undefined ? place : `${name} (${place})`}\n\n${" ".repeat(5)}^\n`;
    });
  return frames.join("");
}
