import { decodedMap, decodedMappings, encodedMap, presortedDecodedMap, TraceMap } from "@jridgewell/trace-mapping";
import type { SourceMapSegment } from "@jridgewell/trace-mapping";
import { parse } from "acorn";
import { full } from "acorn-walk";
import { lineStarts } from "../line-starts";

/** A script and its source map as JSON. */
interface Script {
  code: string;
  map: string;
}

/**
 * Puts a semicolon in front of each statement that begins with a text right behind a block: when the interpreter has passed over the
 * block, it takes such a text for an empty one (`if (0) {} "a" === x`). Minifying makes such statements.
 */
export function separateTexts({ code, map }: Script): Script {
  const places: number[] = [];
  full(parse(code, { ecmaVersion: "latest" }), ({ type, start }) => {
    if (type === "ExpressionStatement" && /["'`]/.test(code[start]) && code[start - 1] === "}") places.push(start);
  });
  if (places.length === 0) return { code, map };
  places.sort((a, b) => a - b);
  let separated = "";
  let from = 0;
  for (const place of places) {
    separated += code.slice(from, place) + ";";
    from = place;
  }
  return { code: separated + code.slice(from), map: shifted(map, code, places) };
}

/** The source map with one more column at each of the places. */
function shifted(map: string, code: string, places: readonly number[]): string {
  const trace = new TraceMap(map);
  const starts = lineStarts(code);
  const mappings = decodedMappings(trace).map((segments, line) =>
    segments.map((segment): SourceMapSegment => {
      const [column, ...rest] = segment;
      const before = places.filter((place) => place >= starts[line] && place <= starts[line] + column).length;
      return [column + before, ...rest] as SourceMapSegment;
    }),
  );
  return JSON.stringify(encodedMap(presortedDecodedMap({ ...decodedMap(trace), mappings })));
}
