import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../../lua/vm";
import { badArgument, self, text } from "../arguments";
import { fileName, type FilesInFlash } from "../files-in-flash";
import { integer } from "./numbers";

/** What `read` gives where it is not told how much: FILE_READ_CHUNK. */
const CHUNK_BYTES = 1024;
/** SPIFFS's file descriptors. */
const MOST_OPEN = 4;
const MODES = ["r", "w", "a", "r+", "w+", "a+"];

interface OpenFile {
  readonly name: string;
  readonly mode: string;
  at: number;
  isOpen: boolean;
}

/** The module `file` of branch release, which stands for Lua's `io` there (app/modules/file.c). */
export class Files {
  readonly module: { readonly [name: string]: HostValue };
  readonly #files: FilesInFlash;
  readonly kind: LuaClass;
  /** The file opened last: that of the functions of the module. */
  #last: OpenFile | undefined;
  #openCount = 0;

  constructor(files: FilesInFlash) {
    this.#files = files;
    /** As a method of an object, or of the file opened last. */
    const operation =
      (run: (file: OpenFile, args: LuaValue[]) => HostValue) =>
      (...args: LuaValue[]): [HostValue] => {
        const isMethod = args[0] instanceof LuaObject;
        const file = isMethod ? self<OpenFile>(args[0], this.kind) : this.#last;
        if (file === undefined || !file.isOpen) throw new LuaError("open a file first");
        // What fails gives nil, which is not nothing.
        return [run(file, isMethod ? args.slice(1) : args)];
      };
    const operations = {
      read: operation((file, [count]) => this.#read(file, count)),
      readline: operation((file) => this.#read(file, "\n")),
      write: operation((file, [bytes]) => (this.#write(file, text(bytes, 1)) ? true : undefined)),
      writeline: operation((file, [line]) => (this.#write(file, `${text(line, 1)}\n`) ? true : undefined)),
      seek: operation((file, [whence, offset]) => this.#seek(file, whence, offset)),
      flush: operation(() => true),
    };
    const close = (value: LuaValue): void => {
      const file = value instanceof LuaObject ? self<OpenFile>(value, this.kind) : this.#last;
      if (file?.isOpen === true) this.#openCount--;
      if (file !== undefined) file.isOpen = false;
    };
    this.kind = new LuaClass("file.obj", { ...operations, close });
    this.module = {
      ...files.module,
      ...operations,
      close,
      open: (name, mode) => [this.#open(fileName(name, 1), mode === undefined ? "r" : text(mode, 2))?.object],
      getcontents: (name) => {
        const opened = this.#open(fileName(name, 1), "r");
        if (opened === undefined) return [];
        close(opened.object);
        return files.read(opened.file.name);
      },
      putcontents: (name, bytes) => {
        const opened = this.#open(fileName(name, 1), "w+");
        if (opened === undefined) return [undefined];
        const isWritten = this.#write(opened.file, text(bytes, 2));
        close(opened.object);
        return [isWritten ? true : undefined];
      },
    };
  }

  #open(name: string, mode: string): { file: OpenFile; object: LuaObject } | undefined {
    // What is no mode reads.
    const known = MODES.includes(mode) ? mode : "r";
    const kind = known[0];
    if (this.#openCount >= MOST_OPEN || (kind === "r" && !this.#files.has(name))) return undefined;
    if (kind === "w" || !this.#files.has(name)) this.#files.empty(name);
    const file: OpenFile = { name, mode: known, at: 0, isOpen: true };
    this.#openCount++;
    this.#last = file;
    return { file, object: new LuaObject(this.kind, file) };
  }

  /** @param until How many bytes, or up to and with which one. */
  #read(file: OpenFile, until: LuaValue): HostValue {
    if (file.mode === "w" || file.mode === "a") return undefined;
    const rest = this.#files.read(file.name).slice(file.at);
    let count = CHUNK_BYTES;
    if (typeof until === "number") count = integer(until, 1) >>> 0;
    else if (until !== undefined) {
      const end = text(until, 1);
      if (end.length !== 1) throw new LuaError("wrong arg range");
      const at = rest.indexOf(end);
      if (at >= 0) count = Math.min(count, at + 1);
    }
    if (rest === "" && count > 0) return undefined;
    const bytes = rest.slice(0, count);
    file.at += bytes.length;
    return bytes;
  }

  #write(file: OpenFile, bytes: string): boolean {
    const at = file.mode.startsWith("a") ? this.#files.read(file.name).length : file.at;
    if (file.mode === "r" || !this.#files.write(file.name, at, bytes)) return false;
    file.at = at + bytes.length;
    return true;
  }

  #seek(file: OpenFile, whence: LuaValue, offset: LuaValue): HostValue {
    const from = whence === undefined ? "cur" : text(whence, 1);
    if (!["set", "cur", "end"].includes(from)) throw badArgument(1, `invalid option '${from}'`);
    const size = this.#files.read(file.name).length;
    const base = from === "set" ? 0 : from === "end" ? size : file.at;
    const at = base + (offset === undefined ? 0 : integer(offset, 2));
    if (at < 0 || at > size) return undefined;
    file.at = at;
    return at;
  }
}
