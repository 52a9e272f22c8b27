import {
  decodedMap,
  decodedMappings,
  encodedMap,
  presortedDecodedMap,
  TraceMap,
  type SourceMapSegment,
} from "@jridgewell/trace-mapping";
import { lineStarts } from "../line-starts";

/** One or several of JavaScript's tokens that became one thing. */
export interface Piece {
  /** Where it began in the readable program; undefined for what was put in. */
  at: number | undefined;
  /** Where its bytes begin, behind white space that stayed. */
  from: number;
  /** With that white space. */
  bytes: string;
}

/**
 * The source map for what the pieces have become.
 * @param pieces In the order of the new program
 */
export function movedMap(map: string, code: string, pieces: readonly Piece[]): string {
  const trace = new TraceMap(map);
  const bytes = pieces.map((piece) => piece.bytes).join("");
  const newStarts = lineStarts(bytes);
  const lines: SourceMapSegment[][] = newStarts.map(() => []);
  let line = 0;
  let last: SourceMapSegment | undefined;
  const put = (column: number, segment: SourceMapSegment): void => {
    if (lines[line].at(-1)?.[0] === column) return;
    last = [column, ...segment.slice(1)] as SourceMapSegment;
    lines[line].push(last);
  };
  const goTo = (end: number): void => {
    // What a line feed inside a text or a number cuts off belongs to what stood before it.
    while (line + 1 < newStarts.length && newStarts[line + 1] <= end) {
      line++;
      if (last !== undefined && newStarts[line] < end) put(0, last);
    }
  };
  for (const { to, segment } of moved(trace, code, pieces)) {
    goTo(to);
    put(to - newStarts[line], segment);
  }
  goTo(bytes.length);
  return JSON.stringify(encodedMap(presortedDecodedMap({ ...decodedMap(trace), mappings: lines })));
}

/** Where each segment has gone, in the order of the new program. */
function moved(trace: TraceMap, code: string, pieces: readonly Piece[]): { to: number; segment: SourceMapSegment }[] {
  const starts = lineStarts(code);
  const known = pieces.flatMap(({ at, from }) => (at === undefined ? [] : [{ at, from }])).sort((a, b) => a.at - b.at);
  let piece = 0;
  const segments = decodedMappings(trace).flatMap((inLine, line) =>
    inLine.map((segment) => {
      const at = starts[line] + segment[0];
      while (piece + 1 < known.length && known[piece + 1].at <= at) piece++;
      return { to: known[piece].from, segment };
    }),
  );
  return segments.sort((a, b) => a.to - b.to);
}
