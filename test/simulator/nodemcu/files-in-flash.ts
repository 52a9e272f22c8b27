import type { HostValue, LuaValue } from "../lua/vm";
import { badArgument, text } from "./arguments";

const LONGEST_NAME = 31;

/** SPIFFS in the chip's flash memory, and what the module `file` of either branch does with it: flat, and not atomic. */
export class FilesInFlash {
  readonly #files: Map<string, string>;
  readonly #capacityBytes: number;
  readonly module: { readonly [name: string]: HostValue };

  /** @param files What the flash memory holds; it outlives a reboot. */
  constructor(files: Map<string, string>, capacityBytes: number) {
    this.#files = files;
    this.#capacityBytes = capacityBytes;
    this.module = {
      exists: (name) => files.has(fileName(name, 1)),
      list: () => Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length])),
      remove: (name) => void files.delete(fileName(name, 1)),
      rename: (from, to) => {
        const before = fileName(from, 1);
        const after = fileName(to, 2);
        const bytes = files.get(before);
        // SPIFFS gives no file the name of another.
        if (bytes === undefined || files.has(after)) return false;
        files.delete(before);
        files.set(after, bytes);
        return true;
      },
      fsinfo: () => [capacityBytes - this.#usedBytes, this.#usedBytes, capacityBytes],
    };
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  read(name: string): string {
    return this.#files.get(name) ?? "";
  }

  empty(name: string): void {
    this.#files.set(name, "");
  }

  /** @returns whether there is room for it */
  write(name: string, at: number, bytes: string): boolean {
    if (this.#usedBytes + bytes.length > this.#capacityBytes) return false;
    const before = this.read(name);
    this.#files.set(name, before.slice(0, at) + bytes + before.slice(at + bytes.length));
    return true;
  }

  get #usedBytes(): number {
    return [...this.#files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }
}

export function fileName(value: LuaValue, at: number): string {
  const name = text(value, at).replace(/^\/(FLASH\/)?/, "");
  if (name.length > LONGEST_NAME || name.includes("\0")) throw badArgument(at, "filename invalid");
  return name;
}
