import type { HostValue } from "../../lua/vm";
import { readImage } from "../../lua/lfs-image";
import { writeDump } from "../../lua/write-dump";
import { text } from "../arguments";

/** The partition of a build that has one, and where the file system lies behind it. */
const PARTITIONS = { lfs_addr: 0x8b000, lfs_size: 0x40000, spiffs_addr: 0x100000, spiffs_size: 0x2fd000 };
const KEY = "lfs";
const dumps = new Map<string, string>();

/**
 * The flash memory's part for programs (LFS) and what app/lua/lflash.c does with it: the image's index is a function that Lua runs
 * where it lies; here it is loaded as bytecode, and takes nothing of the chip's heap.
 */
export class FlashStore {
  readonly #kept: Map<string, unknown>;
  readonly #files: Map<string, string>;
  readonly #restarted: () => void;

  /**
   * @param kept What the chip keeps over resets.
   * @param restarted Called when an image was written: the chip waits for its watchdog then.
   */
  constructor(kept: Map<string, unknown>, files: Map<string, string>, restarted: () => void) {
    this.#kept = kept;
    this.#files = files;
    this.#restarted = restarted;
  }

  /** The bytecode of the index. */
  get index(): string | undefined {
    return this.#kept.get(KEY) as string | undefined;
  }

  /** For the library: what `node` has besides. */
  readonly functions: { readonly [name: string]: HostValue } = {
    getpartitiontable: () => PARTITIONS,
    flashreload: (name) => this.#reload(text(name, 1)),
  };

  /** What is wrong with the file is told before anything is written. */
  #reload(name: string): string {
    const file = this.#files.get(name);
    if (file === undefined) return "LFS image file not found";
    if (file.length <= 200) return "read error on LFS image file";
    let dump: string;
    try {
      dump = dumpOf(file);
    } catch {
      return "checksum error on LFS image file";
    }
    this.#kept.set(KEY, dump);
    this.#restarted();
    return "";
  }
}

/** Puts an image into a chip's flash memory, as its first boot after an upload does. */
export function preload(kept: Map<string, unknown>, file: string): void {
  kept.set(KEY, dumpOf(file));
}

function dumpOf(file: string): string {
  const dump = dumps.get(file) ?? writeDump(readImage(file).index);
  dumps.set(file, dump);
  return dump;
}

/** Lua: `node.LFS`, over the index function. */
export const LFS_LIBRARY = `
local node, index, reload = node, lfsIndex and loadstring(lfsIndex), node.flashreload
lfsIndex = nil
local function get(name)
  local program = index and index(name)
  return type(program) == "function" and program or nil
end
node.LFS = setmetatable({
  get = get,
  reload = reload,
  list = function() if index then return (select(2, index())) end end,
}, {
  __index = function(_, name)
    if name == "time" then return index and (index()) end
    return get(name)
  end,
})
`;
