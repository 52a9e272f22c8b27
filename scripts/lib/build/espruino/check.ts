import { join } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { parse, type AnyNode, type Node } from "acorn";
import { fullAncestor } from "acorn-walk";
import { builtInGap } from "./built-ins";
import { declaredNames, findEarlyUses, findSharedLoopVariables } from "./scopes";
import { returnsNextLine, syntaxGap } from "./syntax";
import { UserError } from "../../user-error";

/** Something the interpreter would not run, or would run differently without a word. */
export interface Gap {
  /** Where, as file:line:column of the TypeScript source. */
  place: string;
  message: string;
}

/**
 * Finds what Espruino lacks. A whole bundle ("script") is also held against the interpreter's order of reading: what is joined
 * and shortened may stand elsewhere than in its source.
 * @param code JavaScript: a compiled file, or the whole bundle.
 * @param map Its source map, as JSON: gaps are reported where a person wrote them.
 * @param folder What the sources named in the map are relative to, as seen from the project.
 */
export function findGaps(code: string, map: string, sourceType: "module" | "script", folder: string): Gap[] {
  const trace = new TraceMap(map);
  const gaps: Gap[] = [];
  const program = parse(code, { ecmaVersion: "latest", sourceType, locations: true });
  const ours = declaredNames(program);
  const report = (node: Node, what: string): void => {
    const { line, column } = node.loc?.start ?? { line: 1, column: 0 };
    const original = originalPositionFor(trace, { line, column });
    const place =
      original.source === null
        ? `bundle.js:${line}:${column + 1}`
        : `${join(folder, original.source)}:${original.line}:${original.column + 1}`;
    gaps.push({ place, message: `Espruino has no ${what}` });
  };
  fullAncestor(program, (visited, _state, ancestors) => {
    const node = visited as AnyNode;
    const what = syntaxGap(node, ancestors as AnyNode[]) ?? builtInGap(node, ancestors.at(-2) as AnyNode, ours);
    if (what !== undefined) report(node, what);
    if (sourceType === "script" && returnsNextLine(node, code)) {
      report(node, "end of line after return: it returns what the next line gives");
    }
  });
  findSharedLoopVariables(program, (node, name) =>
    report(node, `new "${name}" in each round of a loop: the functions made in it share the last one`),
  );
  if (sourceType === "script") {
    findEarlyUses(program, (node, name) => report(node, `function hoisting: "${name}" is used before its definition`));
  }
  return gaps;
}

/** @throws UserError that lists every gap of a compiled file or bundle */
export function checkForEspruino(code: string, map: string, sourceType: "module" | "script", folder: string): void {
  const gaps = findGaps(code, map, sourceType, folder);
  if (gaps.length > 0) {
    throw new UserError(...gaps.map(({ place, message }) => `${place}: error: ${message}`));
  }
}
