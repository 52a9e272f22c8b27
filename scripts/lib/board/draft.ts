import type { Node } from "jsonc-parser";
import { didYouMean } from "../cli/did-you-mean";
import type { BoardSource, Path } from "./source";
import { substitute, type Environment } from "./secrets";

/** A board on its way from text to `Board`: its values with secrets in place, and which of them are known to be wrong. */
export interface Draft {
  source: BoardSource;
  value: unknown;
  secrets: string[];
  /** Pointers of values that have an error already: rules leave them alone. */
  wrong: Set<string>;
}

/** Reads the values of a source whose text is valid JSON. Secrets go in after parsing, so that they need no escaping. */
export function createDraft(source: BoardSource, tree: Node, environment: Environment): Draft {
  const draft: Draft = { source, value: undefined, secrets: [], wrong: new Set() };
  draft.value = valueOf(draft, tree, [], environment);
  return draft;
}

function valueOf(draft: Draft, node: Node, path: Path, environment: Environment): unknown {
  const children = node.children ?? [];
  switch (node.type) {
    case "object":
      return Object.fromEntries(
        children.flatMap(({ children: [key, value] = [] }): [string, unknown][] =>
          key === undefined || value === undefined
            ? []
            : [[String(key.value), valueOf(draft, value, [...path, String(key.value)], environment)]],
        ),
      );
    case "array":
      return children.map((child, index) => valueOf(draft, child, [...path, index], environment));
    case "string":
      return textOf(draft, String(node.value), path, environment);
    default:
      return node.value as unknown;
  }
}

function textOf(draft: Draft, text: string, path: Path, environment: Environment): string {
  const fail = (message: string): void => {
    draft.source.error(path, message);
    draft.wrong.add(pointer(path));
  };
  return substitute(
    text,
    (name) => {
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (value === undefined) {
        const known = Object.keys(environment).filter((other) => draft.source.text.includes(other));
        fail(`\${${name}} has no value${didYouMean(name, known)}; put ${name}=… into .env (see .env.example)`);
        return "";
      }
      if (value !== "" && !draft.secrets.includes(value)) draft.secrets.push(value);
      return value;
    },
    () => fail('"${" begins the name of a secret, as in "${WIFI_PASSWORD}"; for the two characters write "$${"'),
  );
}

/** A JSON pointer, RFC 6901, as the schema validator names places. */
export function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
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
