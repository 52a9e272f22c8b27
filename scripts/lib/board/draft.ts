import type { Node } from "jsonc-parser";
import { pointer, type BoardSource, type Path } from "./source";
import { substitute, type NamedValues } from "./secrets";
import type { SigningKeys } from "./signing-keys";

export { pointer } from "./source";

/** A `${NAME}` of a board file. */
export interface Use {
  name: string;
  value: string;
  /** The text that it stands in. */
  path: Path;
}

/** A board on its way from text to `Board`: its values with secrets in place, and which of them are known to be wrong. */
export interface Draft {
  source: BoardSource;
  value: unknown;
  /** What came in for `${NAME}`, and private keys. */
  secrets: string[];
  uses: Use[];
  /** Pointers of values that have an error already, or no value that anybody asks for: rules leave them alone. */
  wrong: Set<string>;
  /** Pointers of what is not as the schema has it, so that nothing that is typed may look at it. */
  unsound: Set<string>;
  /** Pointers of what nobody looks at: what has no value, because nobody asks for it, and what has a key that nothing has. */
  unasked: Set<string>;
}

export interface Filling {
  values: NamedValues;
  keys: SigningKeys;
  /** Whether anybody uses what stands at this place: of the rest no value is asked for. */
  needs: (path: Path) => boolean;
}

/** What stands for a value that nobody asks for: a host, a user, a part of a topic. */
const NOT_ASKED = "unknown";

/** Reads the values of a source whose text is valid JSON. Secrets go in after parsing, so that they need no escaping. */
export function createDraft(source: BoardSource, tree: Node, filling: Filling): Draft {
  const draft: Draft = {
    source,
    value: undefined,
    secrets: [],
    uses: [],
    wrong: new Set(),
    unsound: new Set(),
    unasked: new Set(),
  };
  draft.value = valueOf(draft, tree, [], filling);
  return draft;
}

function valueOf(draft: Draft, node: Node, path: Path, filling: Filling): unknown {
  const children = node.children ?? [];
  switch (node.type) {
    case "object":
      return Object.fromEntries(
        children.flatMap(({ children: [key, value] = [] }): [string, unknown][] =>
          key === undefined || value === undefined
            ? []
            : [[String(key.value), valueOf(draft, value, [...path, String(key.value)], filling)]],
        ),
      );
    case "array":
      return children.map((child, index) => valueOf(draft, child, [...path, index], filling));
    case "string":
      return textOf(draft, String(node.value), path, filling);
    default:
      return node.value as unknown;
  }
}

function textOf(draft: Draft, text: string, path: Path, { values, keys, needs }: Filling): string {
  const leave = (list: Set<string>): string => {
    draft.source.settle(path);
    draft.wrong.add(pointer(path));
    list.add(pointer(path));
    return NOT_ASKED;
  };
  const fail = (message: string): string => {
    draft.source.error(path, message);
    return leave(draft.unsound);
  };
  return substitute(
    text,
    (name) => {
      const problem = keys.problemOf(name, path, values);
      if (problem !== undefined) return fail(problem);
      const value = values.get(name);
      if (value === undefined) return needs(path) ? fail(values.whyMissing(name)) : leave(draft.unasked);
      if (value !== "" && !draft.secrets.includes(value)) draft.secrets.push(value);
      draft.uses.push({ name, value, path });
      return values.isDoubtful(name) ? leave(draft.unsound) : value;
    },
    () => fail('"${" begins the name of a secret, as in "${WIFI_PASSWORD}"; for the two characters write "$${"'),
  );
}

/** The value at `path`, or undefined where there is none or it is wrong already. */
export function at(draft: Draft, path: Path): unknown {
  if (draft.wrong.has(pointer(path))) return undefined;
  let value = draft.value;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

export function textAt(draft: Draft, path: Path): string | undefined {
  const value = at(draft, path);
  return typeof value === "string" ? value : undefined;
}

export function numberAt(draft: Draft, path: Path): number | undefined {
  const value = at(draft, path);
  return typeof value === "number" ? value : undefined;
}

/** The paths of the entries of the list at `key`: `["sensors", 0]`, … */
export function entries(draft: Draft, ...key: string[]): Path[] {
  const list = at(draft, key);
  return Array.isArray(list) ? list.map((_entry, index) => [...key, index]) : [];
}

/** The object at `path` without what is wrong in it already. */
export function rightAt(draft: Draft, path: Path): Record<string, unknown> {
  const value = at(draft, path);
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => !draft.wrong.has(pointer([...path, key]))));
}
