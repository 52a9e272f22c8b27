import { LOADER, marker, MARKER_BYTES, markerFile, programFile } from "./program-slots";

/** What an upload to a new chip leaves in its Storage, by the names of the files: for chips that are simulated. */
export function flashedFiles(program: string): ReadonlyMap<string, string> {
  return new Map([
    [programFile("a"), program],
    [markerFile("a"), marker(1).padEnd(MARKER_BYTES, "\xff")],
    [".bootcde", LOADER],
  ]);
}
