import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";
import { stringify } from "./text";

const NAME_LENGTH = 28;
const CAPACITY_BYTES = 917_504;

/** The module `Storage`: files in flash memory, which outlive a reboot. */
export class Storage {
  readonly files = new Map<string, string>();

  module(callbacks: Callbacks, intrinsics: Intrinsics): Record<string, unknown> {
    const { files } = this;
    const nameOf = (name: unknown): string => String(name).slice(0, NAME_LENGTH);
    const used = (): number => [...files.values()].reduce((sum, text) => sum + text.length, 0);
    const write = (name: unknown, data: unknown, offset?: unknown, size?: unknown): boolean => {
      const text = typeof data === "string" ? data : (stringify(data) ?? "");
      const at = Number(offset ?? 0);
      const length = Number(size ?? 0) > 0 ? Number(size) : text.length;
      const before = files.get(nameOf(name));
      if (at > 0 || (before !== undefined && Number(size ?? 0) > 0 && at > 0)) {
        if (before === undefined || at + text.length > before.length)
          throw new intrinsics.Error("Too much data for file");
        files.set(nameOf(name), before.slice(0, at) + text + before.slice(at + text.length));
        return true;
      }
      if (length === 0) throw new intrinsics.Error("Can't create zero length file");
      if (used() - (before?.length ?? 0) + length > CAPACITY_BYTES) {
        // The old file is gone before the new one is found not to fit.
        files.delete(nameOf(name));
        return false;
      }
      // Flash that is not written yet holds 255 in every byte.
      files.set(nameOf(name), text + "\xff".repeat(Math.max(0, length - text.length)));
      return true;
    };
    const functions: Record<string, (...args: never[]) => unknown> = {
      read: (name: unknown, offset?: unknown, length?: unknown) => {
        const text = files.get(nameOf(name));
        if (text === undefined) return undefined;
        const from = Number(offset ?? 0);
        return text.slice(from, Number(length ?? 0) > 0 ? from + Number(length) : undefined);
      },
      write,
      writeJSON: (name: unknown, data: unknown) => write(name, stringify(data)),
      readJSON: (name: unknown) => {
        const text = files.get(nameOf(name));
        return text === undefined ? undefined : JSON.parse(text);
      },
      erase: (name: unknown) => void files.delete(nameOf(name)),
      eraseAll: () => files.clear(),
      list: () => intrinsics.newArray([...files.keys()].sort()),
      getFree: () => CAPACITY_BYTES - used(),
      compact: () => undefined,
    };
    const module = intrinsics.newObject();
    for (const name in functions) module[name] = callbacks.native(functions[name]);
    return module;
  }
}
