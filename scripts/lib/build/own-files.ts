import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";

// Loaded where there are such files: it takes longer to load than most commands to run.
const load = createRequire(__filename);

/** A file of a board's own program. */
export interface OwnFile {
  path: string;
  text: string;
}

const known = new Map<string, { text: string; imports: string[] }>();

/**
 * The files of a board's own program: it, and what it imports from beside it, types as well. What is not there is left out: the
 * compiler tells of it.
 */
export function ownFiles(entry: string): OwnFile[] {
  const files = new Map<string, string>();
  const add = (path: string): void => {
    const text = textOf(path);
    if (text === undefined || files.has(path)) return;
    files.set(path, text);
    for (const name of importsOf(path, text)) {
      const target = resolve(dirname(path), name);
      for (const each of [`${target}.ts`, `${target}.d.ts`]) add(each);
    }
  };
  add(resolve(entry));
  return [...files].map(([path, text]) => ({ path, text }));
}

function importsOf(path: string, text: string): string[] {
  const before = known.get(path);
  if (before?.text === text) return before.imports;
  const { preProcessFile } = load("typescript") as typeof import("typescript");
  const imports = preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => /^\.\/[^/]+$/.test(name))
    .map((name) => name.replace(/\.(js|ts)$/, ""));
  known.set(path, { text, imports });
  return imports;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
