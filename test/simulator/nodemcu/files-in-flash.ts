import type { HostValue, LuaValue } from "../lua/vm";
import { badArgument, text } from "./arguments";
import { FlashPower } from "./flash-power";

const LONGEST_NAME = 31;

/** SPIFFS in the chip's flash memory, and what the module `file` of either branch does with it: flat, and not atomic. */
export class FilesInFlash {
  readonly #files: Map<string, string>;
  readonly #capacityBytes: number;
  readonly #power: FlashPower;
  readonly module: { readonly [name: string]: HostValue };

  /** @param files What the flash memory holds; it outlives a reboot. */
  constructor(files: Map<string, string>, capacityBytes: number) {
    this.#files = files;
    this.#capacityBytes = capacityBytes;
    const power = (this.#power = FlashPower.of(files));
    this.module = {
      exists: (name) => files.has(fileName(name, 1)),
      list: () => Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.length])),
      remove: (name) => {
        const gone = fileName(name, 1);
        if (!files.has(gone)) return;
        power.change(files);
        files.delete(gone);
      },
      rename: (from, to) => {
        const before = fileName(from, 1);
        const after = fileName(to, 2);
        const bytes = files.get(before);
        // SPIFFS gives no file the name of another.
        if (bytes === undefined || files.has(after)) return false;
        power.change(files);
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

  /** Makes it, or takes away what it holds. */
  empty(name: string): void {
    this.#power.change(this.#files);
    this.#files.set(name, "");
  }

  /** @returns whether there is room for it */
  write(name: string, at: number, bytes: string): boolean {
    if (this.#usedBytes + bytes.length > this.#capacityBytes) return false;
    const before = this.read(name);
    const put = (part: string): string => before.slice(0, at) + part + before.slice(at + part.length);
    if (bytes !== "") this.#power.change(this.#files, name, put(bytes.slice(0, bytes.length / 2)), bytes.length);
    this.#files.set(name, put(bytes));
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
