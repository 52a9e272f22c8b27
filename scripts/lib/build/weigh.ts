import { TraceMap, eachMapping } from "@jridgewell/trace-mapping";
import { lineStarts } from "./line-starts";

/** A part of a bundle and its share of the bytes. */
export interface Part {
  name: string;
  bytes: number;
}

/** Which part of the bundle a source file belongs to: one of the board's own program is a part by itself. */
function partOf(source: string | null): string {
  const [, part] = /firmware\/([^/]+)/.exec(source ?? "") ?? [];
  return part?.replace(/\.ts$/, "") ?? (source === null ? "other" : (ownFile(source) ?? "board"));
}

/** The name of a file of the board's own program, by its way from what is built; undefined for what is made there. */
export function ownFile(source: string): string | undefined {
  return /\/([^/]+\.ts)$/.exec(source)?.[1];
}

/**
 * Attributes every byte of a bundle to the part it came from, by its source map: a byte belongs to what the last mapping
 * before it names.
 */
export function weigh(code: string, map: string): Part[] {
  const starts = lineStarts(code);
  const marks: { at: number; part: string }[] = [{ at: 0, part: "other" }];
  eachMapping(new TraceMap(map), ({ generatedLine, generatedColumn, source }) => {
    marks.push({ at: starts[generatedLine - 1] + generatedColumn, part: partOf(source) });
  });
  const bytes = new Map<string, number>();
  marks.forEach(({ at, part }, i) => {
    const end = marks[i + 1]?.at ?? code.length;
    bytes.set(part, (bytes.get(part) ?? 0) + end - at);
  });
  return [...bytes]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ({ name, bytes: count }))
    .sort((a, b) => b.bytes - a.bytes);
}
