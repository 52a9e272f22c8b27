import { parse, type AnyNode, type Program } from "acorn";
import { full } from "acorn-walk";

/**
 * What of a bundle is not shaped: the program of a board's own. Somebody's code may do what the passes take for granted that nobody does,
 * such as looking a field up by a name that is worked out. So it stays as it is; what it is handed is handed to a stranger.
 */
export interface Apart {
  /** Whether a statement of the bundle is among it. */
  has(statement: { start: number }): boolean;
  /** All names in it, of whatever. */
  names: ReadonlySet<string>;
  /** What may be properties in it: what is written behind a point, before a colon, or as a text. */
  properties: ReadonlySet<string>;
}

/** @param own The pieces of the bundle that are the board's own */
export function partsOf({ code, own }: { code: string; own: readonly string[] }): Apart {
  const spans = own.map((text) => {
    const start = code.indexOf(text);
    if (start < 0) throw new Error("a piece of the bundle is not in it");
    return { start, end: start + text.length };
  });
  const names = new Set<string>();
  const properties = new Set<string>();
  const has = ({ start }: { start: number }): boolean => spans.some((span) => span.start <= start && start < span.end);
  if (spans.length > 0) {
    const program = parse(code, { ecmaVersion: "latest", sourceType: "module" });
    for (const statement of program.body.filter(has)) {
      full(statement, (found) => {
        const node = found as AnyNode;
        if (node.type === "Identifier") names.add(node.name);
        if (node.type === "MemberExpression" && node.property.type === "Identifier") properties.add(node.property.name);
        if (node.type === "Property" && node.key.type === "Identifier") properties.add(node.key.name);
        if (node.type === "Literal" && typeof node.value === "string") properties.add(node.value);
      });
    }
  }
  for (const name of properties) names.add(name);
  return { has, names, properties };
}

/** Takes it out of a program. @returns its statements, functions first */
export function takeApart(program: Program, apart: Apart): Program["body"] {
  const own = program.body.filter((statement) => apart.has(statement));
  program.body = program.body.filter((statement) => !apart.has(statement));
  const isFunction = ({ type }: { type: string }): boolean => type === "FunctionDeclaration";
  return [...own.filter(isFunction), ...own.filter((statement) => !isFunction(statement))];
}
