import { readFileSync, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** Tells whenever something in a folder may have changed, by its name where that is known. @returns ends that */
export type WatchFolder = (folder: string, changed: (name: string | null) => void) => () => void;

/** Calls `run` once so many milliseconds have passed. @returns calls it off */
export type Wait = (ms: number, run: () => void) => () => void;

/** An editor saves in several steps: it empties, writes, renames. So long nothing has to happen before a file is taken to be saved. */
export const QUIET_MS = 100;

/**
 * Notices that files were saved, whether an editor writes into them or puts others into their place: it watches their folders. What is
 * saved without a change is not told, nor what else happens there.
 */
export class SavedFiles {
  readonly #saved: (files: readonly string[]) => void;
  readonly #watchFolder: WatchFolder;
  readonly #wait: Wait;
  readonly #folders = new Map<string, () => void>();
  #texts = new Map<string, string | undefined>();
  /** Whether files count that are none of those: one that is missing may come. */
  #anyCounts = false;
  #hasOther = false;
  #stopWaiting: (() => void) | undefined;

  /** @param saved Is called with those that changed, once all is quiet */
  constructor(
    saved: (files: readonly string[]) => void,
    { watchFolder = watchOnDisk, wait = waitByTimer }: { watchFolder?: WatchFolder; wait?: Wait } = {},
  ) {
    this.#saved = saved;
    this.#watchFolder = watchFolder;
    this.#wait = wait;
  }

  /**
   * From now on these are looked at: those that were before as they were when they were told last, others as they are now.
   * @param anyCounts Whether all else in their folders counts too
   */
  look(files: readonly string[], anyCounts = false): void {
    const before = this.#texts;
    const paths = files.map((file) => resolve(file));
    this.#texts = new Map(paths.map((file) => [file, before.has(file) ? before.get(file) : textOf(file)]));
    this.#anyCounts = anyCounts;
    const folders = new Set([...this.#texts.keys()].map((file) => dirname(file)));
    for (const [folder, stop] of this.#folders) {
      if (folders.has(folder)) continue;
      stop();
      this.#folders.delete(folder);
    }
    for (const folder of folders) {
      if (this.#folders.has(folder)) continue;
      this.#folders.set(
        folder,
        this.#watchFolder(folder, (name) => this.#changed(folder, name)),
      );
    }
  }

  close(): void {
    this.#stopWaiting?.();
    for (const stop of this.#folders.values()) stop();
    this.#folders.clear();
  }

  #changed(folder: string, name: string | null): void {
    const isKnown = name === null || this.#texts.has(resolve(folder, name));
    if (!isKnown && !(this.#anyCounts && isSource(name))) return;
    if (!isKnown) this.#hasOther = true;
    this.#stopWaiting?.();
    this.#stopWaiting = this.#wait(QUIET_MS, () => this.#quiet());
  }

  #quiet(): void {
    this.#stopWaiting = undefined;
    const changed = [...this.#texts].filter(([file, text]) => {
      const now = textOf(file);
      // While it is replaced it may not be there, and what is saved empty is on its way.
      return now !== undefined && now !== "" && now !== text;
    });
    for (const [file] of changed) this.#texts.set(file, textOf(file));
    const hasOther = this.#hasOther;
    this.#hasOther = false;
    if (changed.length > 0 || hasOther) this.#saved(changed.map(([file]) => file));
  }
}

/** What a program may be made of; types are made, not written. */
function isSource(name: string): boolean {
  return /\.(ts|json)$/.test(basename(name)) && !name.endsWith(".d.ts");
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return undefined;
  }
}

/** Does not keep the process alive. */
function watchOnDisk(folder: string, changed: (name: string | null) => void): () => void {
  const watcher = watch(folder, { persistent: false }, (_event, name) => changed(name));
  // A folder that goes away has no more to tell.
  watcher.on("error", () => watcher.close());
  return () => watcher.close();
}

function waitByTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}
