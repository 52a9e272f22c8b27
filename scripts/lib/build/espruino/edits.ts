import { decodedMap, decodedMappings, encodedMap, presortedDecodedMap, TraceMap } from "@jridgewell/trace-mapping";
import type { SourceMapSegment } from "@jridgewell/trace-mapping";
import { lineStarts } from "../line-starts";

/** A script and its source map as JSON. */
export interface Script {
  code: string;
  map: string;
}

/** What stands from `at` on in the place of as many characters as `removed`; neither has line breaks. */
export interface Edit {
  at: number;
  removed: number;
  inserted: string;
}

/** Makes changes to a script, in whatever order they come, and carries its source map over. */
export function edited({ code, map }: Script, edits: readonly Edit[]): Script {
  if (edits.length === 0) return { code, map };
  const inOrder = [...edits].sort((a, b) => a.at - b.at);
  let changed = "";
  let from = 0;
  for (const { at, removed, inserted } of inOrder) {
    changed += code.slice(from, at) + inserted;
    from = at + removed;
  }
  return { code: changed + code.slice(from), map: shifted(map, code, inOrder) };
}

/** The source map, in each line with the columns that edits up to there made more. */
function shifted(map: string, code: string, edits: readonly Edit[]): string {
  const trace = new TraceMap(map);
  const starts = lineStarts(code);
  const mappings = decodedMappings(trace).map((segments, line) => {
    const ofLine = edits.filter(({ at }) => at >= starts[line] && at < (starts[line + 1] ?? Infinity));
    return segments.map((segment): SourceMapSegment => {
      const [column, ...rest] = segment;
      const before = ofLine.filter(({ at }) => at <= starts[line] + column);
      const more = before.reduce((sum, { removed, inserted }) => sum + inserted.length - removed, 0);
      return [column + more, ...rest] as SourceMapSegment;
    });
  });
  return JSON.stringify(encodedMap(presortedDecodedMap({ ...decodedMap(trace), mappings })));
}
