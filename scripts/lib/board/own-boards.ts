import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import examples from "./examples.json";
import { boardNames } from "./load";

/** What the boards say that came with the project, by their names: below the project's root. */
export const EXAMPLES_FILE = "scripts/lib/board/examples.json";

const PAGE = "boards/README.md";

/**
 * The boards under boards/ that are somebody's own. Another board is one that still says, letter for letter, what came with the project:
 * a changed one is its owner's, whatever it is called. That needs no git, and line ends of Windows do not count.
 */
export function ownBoards(root: string): string[] {
  const known = new Map<string, string>(Object.entries(examples));
  return boardNames(root).filter((name) => known.get(name) !== fingerprint(root, name));
}

/** What is in that file today: of each board that boards/README.md has in its table. */
export function examplesText(root: string): string {
  const page = readFileSync(join(root, PAGE), "utf8");
  const names = [...page.matchAll(/^\| `([\w-]+)\.json` /gm)].map(([, name]) => name).sort();
  const prints = Object.fromEntries(names.map((name) => [name, fingerprint(root, name)]));
  return `${JSON.stringify(prints, undefined, 2)}\n`;
}

function fingerprint(root: string, name: string): string {
  const text = readFileSync(join(root, "boards", `${name}.json`), "utf8").replaceAll("\r\n", "\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
