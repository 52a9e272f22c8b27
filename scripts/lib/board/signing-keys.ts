import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NamedValues } from "./secrets";
import type { Path } from "./source";

/** What .env.example calls the key that commands are signed with. */
const USUAL_NAME = "COMMAND_KEY";
const PLACE = ["commands", "signingKey"];
/** A shorter value is no key: it may well be the same as another one by chance. */
const LEAST_KEY_CHARACTERS = 16;

/**
 * The names that stand for keys of signed commands. Whoever learns such a key commands the boards, so no board file may send one
 * anywhere, as a user name or in a topic.
 */
export class SigningKeys {
  /** By name, where it is said to be a key: a board file. */
  readonly #names = new Map<string, string>();

  /** @param root Where boards/ is. @param text Of the board file that is loaded. */
  constructor(root: string, text: string) {
    for (const [file, each] of boardFiles(root)) this.#take(each, `boards/${file}`);
    this.#take(text, "this file");
    this.#names.set(USUAL_NAME, ".env.example");
  }

  /** Why `${name}` must not stand at this place; undefined where it may. */
  problemOf(name: string, path: Path, values: NamedValues): string | undefined {
    if (PLACE.every((step, index) => path[index] === step)) return undefined;
    const said = this.#names.get(name);
    const cure =
      'it stands only as "signingKey" of "commands": whoever learns it commands the boards; take another value';
    if (said !== undefined) return `\${${name}} is a key that commands are signed with (by ${said}), and ${cure}`;
    const value = values.get(name) ?? "";
    if (value.length < LEAST_KEY_CHARACTERS) return undefined;
    const same = [...this.#names.keys()].find((key) => values.get(key) === value);
    return same === undefined ? undefined : `\${${name}} is the same as \${${same}}, a key for commands; ${cure}`;
  }

  #take(text: string, file: string): void {
    for (const [, written = ""] of text.matchAll(/"signingKey"\s*:\s*"([^"\n]*)"/g)) {
      for (const [, name = ""] of written.matchAll(/\$\{(\w+)\}/g)) this.#names.set(name, file);
    }
  }
}

/** What can be read of the other boards' files; what is wrong with them is told when they are loaded. */
function boardFiles(root: string): [name: string, text: string][] {
  const folder = join(root, "boards");
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isFIFO());
    const names = entries.map(({ name }) => name).filter((name) => /^[^.]+\.json$/.test(name));
    return names.flatMap((name): [string, string][] => {
      try {
        return [[name, readFileSync(join(folder, name), "utf8")]];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
