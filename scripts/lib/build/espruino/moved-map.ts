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
  /** Where it began in the readable program. */
  at: number;
  /** Where its bytes begin, behind white space that stayed. */
  from: number;
  /** With that white space. */
  bytes: string;
}

/** The source map for what the pieces have become. */
export function movedMap(map: string, code: string, pieces: readonly Piece[]): string {
  const trace = new TraceMap(map);
  const starts = lineStarts(code);
  const bytes = pieces.map((piece) => piece.bytes).join("");
  const newStarts = lineStarts(bytes);
  const lines: SourceMapSegment[][] = newStarts.map(() => []);
  let line = 0;
  let piece = 0;
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
  decodedMappings(trace).forEach((segments, oldLine) => {
    for (const segment of segments) {
      const at = starts[oldLine] + segment[0];
      while (piece + 1 < pieces.length && pieces[piece + 1].at <= at) piece++;
      const to = pieces[piece].from;
      goTo(to);
      put(to - newStarts[line], segment);
    }
  });
  goTo(bytes.length);
  return JSON.stringify(encodedMap(presortedDecodedMap({ ...decodedMap(trace), mappings: lines })));
}
