import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../../lua/vm";
import { badArgument, integer, self, text } from "../arguments";
import { fileName, type FilesInFlash } from "../files-in-flash";

const NO_ENTRY = 2;
const NO_SPACE = 28;
const FULL = [undefined, "No space left on device", NO_SPACE] as const;
/** newlib's buffer of a file on the chip (__BUFSIZ__): what waits there is lost at a reset. */
const BUFFER_BYTES = 128;

interface OpenFile {
  readonly name: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  readonly appends: boolean;
  at: number;
  /** Written, but not in flash yet. */
  waiting: string;
  isOpen: boolean;
}

/** Lua's `io` over the files in flash, which branch dev-esp32 has in the place of `file.open`. */
export class Io {
  readonly module: { readonly [name: string]: HostValue };
  readonly #files: FilesInFlash;
  readonly #class: LuaClass;

  constructor(files: FilesInFlash) {
    this.#files = files;
    const get = (value: LuaValue): OpenFile => {
      const file = self<OpenFile>(value, this.#class);
      if (!file.isOpen) throw new LuaError("attempt to use a closed file");
      return file;
    };
    this.#class = new LuaClass("FILE*", {
      read: (value, ...formats) => {
        const file = get(value);
        this.#flush(file);
        const wanted = formats.length === 0 ? ["l"] : formats;
        return wanted.map((format, i) => this.#read(file, format, i + 2));
      },
      write: (value, ...texts) => {
        const file = get(value);
        for (const [i, each] of texts.entries()) {
          if (!this.#write(file, text(each, i + 2))) return [...FULL];
        }
        return value as LuaObject;
      },
      seek: (value, from, offset) => {
        const file = get(value);
        if (!this.#flush(file)) return [...FULL];
        const size = this.#files.read(file.name).length;
        const base = from === "set" ? 0 : from === "end" ? size : file.at;
        file.at = Math.max(0, base + (offset === undefined ? 0 : integer(offset, 3)));
        return file.at;
      },
      flush: (value) => (this.#flush(get(value)) ? (value as LuaObject) : [...FULL]),
      close: (value) => {
        const file = get(value);
        file.isOpen = false;
        return this.#flush(file) ? true : [...FULL];
      },
    });
    this.module = { open: (name, mode) => this.#open(text(name, 1), mode === undefined ? "r" : text(mode, 2)) };
  }

  #open(path: string, mode: string): HostValue | HostValue[] {
    const kind = /^([rwa])\+?b?$/.exec(mode)?.[1];
    if (kind === undefined) throw badArgument(2, "invalid mode");
    const name = fileName(path, 1);
    if (kind === "r" && !this.#files.has(name)) return [undefined, `${path}: No such file or directory`, NO_ENTRY];
    if (kind === "w" || !this.#files.has(name)) this.#files.empty(name);
    const isBoth = mode.includes("+");
    const file: OpenFile = {
      name,
      canRead: kind === "r" || isBoth,
      canWrite: kind !== "r" || isBoth,
      appends: kind === "a",
      at: 0,
      waiting: "",
      isOpen: true,
    };
    return new LuaObject(this.#class, file);
  }

  #read(file: OpenFile, format: LuaValue, at: number): HostValue {
    if (!file.canRead) return undefined;
    const rest = this.#files.read(file.name).slice(file.at);
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
    if (!file.canWrite) return false;
    file.waiting += bytes;
    return file.waiting.length < BUFFER_BYTES || this.#flush(file);
  }

  /** @returns whether there was room for what waited; it waits no more */
  #flush(file: OpenFile): boolean {
    const bytes = file.waiting;
    if (bytes === "") return true;
    file.waiting = "";
    const at = file.appends ? this.#files.read(file.name).length : file.at;
    if (!this.#files.write(file.name, at, bytes)) return false;
    file.at = at + bytes.length;
    return true;
  }
}
