import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../../lua/vm";
import { badArgument, integer, self, text } from "../arguments";

const LONGEST_NAME = 31;
const CAPACITY_BYTES = 917_504;
const NO_ENTRY = 2;
const NO_SPACE = 28;

interface OpenFile {
  readonly name: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  readonly appends: boolean;
  at: number;
  isOpen: boolean;
}

/** SPIFFS in the chip's flash memory, through Lua's `io` and the module `file`, as branch dev-esp32 has them: flat, and not atomic. */
export class Files {
  readonly #files: Map<string, string>;
  readonly #class: LuaClass;
  readonly file: { readonly [name: string]: HostValue };
  readonly io: { readonly [name: string]: HostValue };

  /** @param files What the flash memory holds; it outlives a reboot. */
  constructor(files: Map<string, string>) {
    this.#files = files;
    const get = (value: LuaValue): OpenFile => {
      const file = self<OpenFile>(value, this.#class);
      if (!file.isOpen) throw new LuaError("attempt to use a closed file");
      return file;
    };
    this.#class = new LuaClass("FILE*", {
      read: (file, ...formats) => {
        const wanted = formats.length === 0 ? ["l"] : formats;
        return wanted.map((format, i) => this.#read(get(file), format, i + 2));
      },
      write: (value, ...texts) => {
        const file = get(value);
        for (const [i, each] of texts.entries()) {
          if (!this.#write(file, text(each, i + 2))) return [undefined, "No space left on device", NO_SPACE];
        }
        return value as LuaObject;
      },
      seek: (value, from, offset) => {
        const file = get(value);
        const size = this.#text(file).length;
        const base = from === "set" ? 0 : from === "end" ? size : file.at;
        file.at = Math.max(0, base + (offset === undefined ? 0 : integer(offset, 3)));
        return file.at;
      },
      flush: (file) => file as LuaObject,
      close: (file) => {
        get(file).isOpen = false;
        return true;
      },
    });
    this.io = { open: (name, mode) => this.#open(text(name, 1), mode === undefined ? "r" : text(mode, 2)) };
    this.file = {
      exists: (name) => this.#files.has(nameOf(name)),
      list: () => Object.fromEntries([...this.#files].map(([name, bytes]) => [name, bytes.length])),
      remove: (name) => void this.#files.delete(nameOf(name)),
      rename: (from, to) => {
        const bytes = this.#files.get(nameOf(from));
        // SPIFFS gives no file the name of another.
        if (bytes === undefined || this.#files.has(nameOf(to, 2))) return false;
        this.#files.delete(nameOf(from));
        this.#files.set(nameOf(to, 2), bytes);
        return true;
      },
      fsinfo: () => [CAPACITY_BYTES - this.#used, this.#used, CAPACITY_BYTES],
    };
  }

  get #used(): number {
    return [...this.#files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  }

  #open(path: string, mode: string): HostValue | HostValue[] {
    const kind = /^([rwa])\+?b?$/.exec(mode)?.[1];
    if (kind === undefined) throw badArgument(2, "invalid mode");
    const name = nameOf(path);
    if (kind === "r" && !this.#files.has(name)) return [undefined, `${path}: No such file or directory`, NO_ENTRY];
    if (kind === "w" || !this.#files.has(name)) this.#files.set(name, "");
    const isBoth = mode.includes("+");
    const file: OpenFile = {
      name,
      canRead: kind === "r" || isBoth,
      canWrite: kind !== "r" || isBoth,
      appends: kind === "a",
      at: 0,
      isOpen: true,
    };
    return new LuaObject(this.#class, file);
  }

  #text(file: OpenFile): string {
    return this.#files.get(file.name) ?? "";
  }

  #read(file: OpenFile, format: LuaValue, at: number): HostValue {
    if (!file.canRead) return undefined;
    const rest = this.#text(file).slice(file.at);
    if (typeof format === "number") {
      if (rest === "" && format > 0) return undefined;
      file.at += Math.min(format, rest.length);
      return rest.slice(0, format);
    }
    const kind = text(format, at).replace(/^\*/, "")[0];
    if (kind === "a") {
      file.at += rest.length;
      return rest;
    }
    if (kind !== "l" && kind !== "L") throw badArgument(at, "invalid format");
    if (rest === "") return undefined;
    const end = rest.indexOf("\n");
    const line = end < 0 ? rest : rest.slice(0, end + 1);
    file.at += line.length;
    return kind === "L" || end < 0 ? line : line.slice(0, -1);
  }

  #write(file: OpenFile, bytes: string): boolean {
    if (!file.canWrite || this.#used + bytes.length > CAPACITY_BYTES) return false;
    const before = this.#text(file);
    const at = file.appends ? before.length : file.at;
    this.#files.set(file.name, before.slice(0, at) + bytes + before.slice(at + bytes.length));
    file.at = at + bytes.length;
    return true;
  }
}

function nameOf(value: LuaValue, at = 1): string {
  const name = text(value, at).replace(/^\/(FLASH\/)?/, "");
  if (name.length > LONGEST_NAME) throw badArgument(at, "filename invalid");
  return name;
}
