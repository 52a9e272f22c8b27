import type { ImageMemory } from "./image-memory";
import { TYPE } from "./types";

/** The next of its chain, its type and mark, its hash, its length. */
const HEADER_WORDS = 4;
/** What the collector knows objects in flash by. */
const FLASH_MARK = 1 << 6;

/** Where strings of an image lie. */
export interface StringTable {
  /** A vector of chains; its length is a power of two. */
  chains: number;
  chainCount: number;
  stringCount: number;
  /** @throws Error where the image does not have it */
  addressOf(text: string): number;
}

/** Lays out the strings of an image, in which Lua on the chip finds a string by its hash before it makes one in memory. */
export function layOutStrings(memory: ImageMemory, strings: ReadonlySet<string>): StringTable {
  // More chains than strings, as few as that.
  const chainCount = 2 ** (Math.floor(Math.log2(Math.max(strings.size, 1))) + 1);
  const chains = memory.take(chainCount);
  const addresses = new Map<string, number>();
  for (const text of strings) {
    const address = memory.take(HEADER_WORDS);
    memory.addText(text);
    const hash = hashOf(text);
    const chain = chains + (hash & (chainCount - 1));
    const next = memory.addressAt(chain);
    memory.setAddress(address, next === 0 ? undefined : next);
    memory.setWord(address + 1, TYPE.string | (FLASH_MARK << 8));
    memory.setWord(address + 2, hash);
    memory.setWord(address + 3, text.length);
    memory.setAddress(chain, address);
    addresses.set(text, address);
  }
  return {
    chains,
    chainCount,
    stringCount: strings.size,
    addressOf: (text) => {
      const address = addresses.get(text);
      if (address === undefined) throw new Error("A string is not in the image's table");
      return address;
    },
  };
}

/** Lua 5.1's hash of a byte string, over at most 32 of its bytes, from the last one on. */
function hashOf(text: string): number {
  let hash = text.length;
  const step = (text.length >>> 5) + 1;
  for (let rest = text.length; rest >= step; rest -= step) {
    hash = (hash ^ ((hash << 5) + (hash >>> 2) + text.charCodeAt(rest - 1))) >>> 0;
  }
  return hash;
}
