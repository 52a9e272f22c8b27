import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { makePrivateFolder, writePrivateFile } from "../files/private-file";

/** Programs of two states of the firmware, with all that both suites build; some 60 kB each. */
const MOST_KEPT = 800;
/** As many as one process builds in a row, where nothing can be kept for others. */
const MOST_REMEMBERED = 50;

/** What could not be written, as JSON, by where it would be; the oldest first. */
const remembered = new Map<string, string>();
/** What makes builds, by its path: this process runs what it has loaded, whatever becomes of the files. */
const makerDigests = new Map<string, string>();

/**
 * Builds that were made before, each by all that it was made of, in a folder that any number of processes use at once. Like the
 * files in dist/ they may hold what stands in a program of a board's own, so nobody but their owner may read them.
 */
export class KeptBuilds {
  /**
   * @param folder It and what is in it may be deleted at any time. Where it cannot be written, this process alone remembers a few.
   * @param sources Files and folders that decide, with the version of Node.js, what becomes of a program
   * @param makers The same, of what makes it: scripts and packages, which are taken as they are when the process first asks
   */
  constructor(
    readonly folder: string,
    readonly sources: readonly string[],
    readonly makers: readonly string[] = [],
  ) {}

  /** What decides, as a name for what is made. @param program All that is asked for besides, such as its text */
  key(program: readonly string[]): string {
    const makers = this.makers.map((path) => {
      const digest = makerDigests.get(path) ?? addFiles(createHash("sha256"), path).digest("hex");
      makerDigests.set(path, digest);
      return digest;
    });
    const hash = createHash("sha256").update(JSON.stringify([process.version, ...makers, ...program]));
    for (const source of this.sources) addFiles(hash, source);
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
      const text = remembered.get(path);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    }
  }

  /** @param made What JSON can hold */
  write(key: string, made: unknown): void {
    const text = JSON.stringify(made);
    const path = this.#path(key);
    try {
      makePrivateFolder(this.folder);
      this.#prune();
      writePrivateFile(path, text, "utf8");
    } catch {
      // Another process makes it again.
      remembered.delete(path);
      remembered.set(path, text);
      for (const oldest of [...remembered.keys()].slice(0, -MOST_REMEMBERED)) remembered.delete(oldest);
    }
  }

  /** Makes room for one more. */
  #prune(): void {
    const files = readdirSync(this.folder).map((name) => join(this.folder, name));
    const byAge = files
      // Another process may have taken it away by now.
      .map((path) => ({ path, usedMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
      .sort((a, b) => b.usedMs - a.usedMs);
    for (const { path } of byAge.slice(MOST_KEPT - 1)) rmSync(path, { force: true });
  }

  #path(key: string): string {
    return join(this.folder, `${key}.json`);
  }
}

function addFiles(hash: Hash, source: string): Hash {
  for (const path of filesOf(source)) {
    const bytes = readFileSync(path);
    hash.update(JSON.stringify([relative(source, path).split(sep).join("/"), bytes.length])).update(bytes);
  }
  return hash;
}

/** All files below a folder in an order that is always the same, or the file itself. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
