import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { makePrivateFolder, writePrivateFile } from "../files/private-file";

/** Programs of two states of the firmware, with all that the tests build; some 60 kB each. */
const MOST_KEPT = 400;

/**
 * Builds that were made before, each by all that it was made of, in a folder that any number of processes use at once. Like the
 * files in dist/ they may hold what stands in a program of a board's own, so nobody but their owner may read them.
 */
export class KeptBuilds {
  /**
   * @param folder It and what is in it may be deleted at any time. Where it cannot be written, nothing is kept.
   * @param sources Files and folders that decide, with the version of Node.js, what becomes of a program
   */
  constructor(
    readonly folder: string,
    readonly sources: readonly string[],
  ) {}

  /** What decides, as a name for what is made. @param program All that is asked for besides, such as its text */
  key(program: readonly string[]): string {
    const hash = createHash("sha256").update(JSON.stringify([process.version, ...program]));
    for (const source of this.sources) {
      for (const path of filesOf(source)) {
        const bytes = readFileSync(path);
        hash.update(JSON.stringify([relative(source, path).split(sep).join("/"), bytes.length])).update(bytes);
      }
    }
    return hash.digest("hex");
  }

  /** What was written under a key; undefined where nothing is kept. */
  read<T>(key: string): T | undefined {
    const path = this.#path(key);
    try {
      const made = JSON.parse(readFileSync(path, "utf8")) as T;
      // What is used stays longest.
      utimesSync(path, new Date(), new Date());
      return made;
    } catch {
      return undefined;
    }
  }

  /** @param made What JSON can hold */
  write(key: string, made: unknown): void {
    try {
      makePrivateFolder(this.folder);
      this.#prune();
      writePrivateFile(this.#path(key), JSON.stringify(made), "utf8");
    } catch {
      // It is made again the next time.
    }
  }

  /** Makes room for one more. */
  #prune(): void {
    const files = readdirSync(this.folder).map((name) => join(this.folder, name));
    const byAge = files.map((path) => ({ path, usedMs: statSync(path).mtimeMs })).sort((a, b) => b.usedMs - a.usedMs);
    for (const { path } of byAge.slice(MOST_KEPT - 1)) rmSync(path, { force: true });
  }

  #path(key: string): string {
    return join(this.folder, `${key}.json`);
  }
}

/** All files below a folder in an order that is always the same, or the file itself. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
