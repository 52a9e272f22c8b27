import type { Place } from "./tokens";

/** What the model runs the firmware as, and what the file is called in a flashed chip's Storage. */
export const MODEL_FILE = "bundle.js";
const CHIP_FILE = "mote.a";

/**
 * Where an error was thrown, as Espruino tells it: each frame with the source around it and a mark below, here with the empty
 * line that it makes of a program that lies in flash memory. Undefined for what has no stack.
 * @param placeOf Where a place of what ran is in the chip's file
 */
export function espruinoStack(thrown: unknown, placeOf: (place: Place) => Place): string | undefined {
  const stack: unknown = typeof thrown === "object" && thrown !== null ? (thrown as Error).stack : undefined;
  if (typeof stack !== "string") return undefined;
  const frames = stack
    .split("\n")
    .map((line) => /^\s+at (?:(?:new )?(\S+) \()?(?:.*[\\/])?([\w.]+):(\d+):(\d+)\)?$/.exec(line))
    .filter((frame) => frame?.[2] === MODEL_FILE)
    .map((frame) => {
      const [, name, , ranLine, ranColumn] = frame!;
      const { line, column } = placeOf({ line: Number(ranLine), column: Number(ranColumn) });
      const place = `${CHIP_FILE}:${line}:${column}`;
      return `    at ${name === undefined ? place : `${name} (${place})`}\n\n${" ".repeat(5)}^\n`;
    });
  return frames.join("");
}
