import { createHash } from "node:crypto";
import { compress } from "./compress";
import { ImageMemory } from "./image-memory";
import { layOutPrototype, stringsOf } from "./lay-out-prototype";
import { compileChunk } from "./compile-chunk";
import type { Prototype } from "./prototype";
import { layOutStrings } from "./string-table";

/**
 * What the chip knows an image by: layout 1, values packed into 12 bytes, numbers with floating point. The loader refuses an image
 * that differs in any of them from the firmware.
 */
const SIGNATURE = 0xfafaa154;
const HEADER_WORDS = 8;
/** Stands in an image while its own hash is not known. */
const NO_ID = "00000000";

/** What Lua names its events and a failure at its start, where it finds them in the image: they need no memory then. */
const NAMES_OF_LUA = [
  ..."index newindex gc mode eq add sub mul div mod pow unm len lt le concat call"
    .split(" ")
    .map((event) => `__${event}`),
  "not enough memory",
];

export interface LfsImage {
  /** The file for node.LFS.reload, a byte string. */
  file: string;
  /** What it takes of the LFS partition. */
  flashBytes: number;
  /** The image's own hash: the first that node.LFS.time gives, and the name in the head of the file. */
  id: string;
}

/**
 * Makes an image for the Lua flash store (LFS) of NodeMCU on the ESP8266, branch release, Lua 5.1 with floating point; what
 * luac.cross makes elsewhere. The facts are read in app/lua/luac_cross/lflashimg.c and app/lua/lflash.c of that branch.
 * @param program A chunk of Lua, a byte string.
 * @param name The program's: `node.LFS.get(name)` gives it as a function; errors in it are told of name.lua.
 * @throws UserError where Lua cannot compile it
 */
export function lfsImage(program: string, name: string): LfsImage {
  const compiled = compileChunk(program, `${name}.lua`);
  const unnamed = layOut(indexOf(name, compiled, NO_ID));
  const id = createHash("sha256").update(unnamed.bytes).digest("hex").slice(0, NO_ID.length);
  const { bytes, addressBits } = layOut(indexOf(name, compiled, id));
  return {
    file: compress(Buffer.concat([bytes, addressBits]), id).toString("latin1"),
    flashBytes: bytes.length,
    id,
  };
}

/**
 * The function that the chip asks for what is in an image: given the program's name it returns the program; for any other the
 * image's date, in whose place the id stands, and the names of all programs.
 */
function indexOf(name: string, program: Prototype, id: string): Prototype {
  const index = compileChunk(`if ... == "${name}" then return function() end end return "${id}", {"${name}"}`, "lfs");
  return { ...index, prototypes: [program] };
}

function layOut(index: Prototype): ImageMemory {
  const memory = new ImageMemory();
  const header = memory.take(HEADER_WORDS);
  const strings = layOutStrings(memory, new Set([...stringsOf(index), ...NAMES_OF_LUA]));
  memory.setWord(header, SIGNATURE);
  memory.setAddress(header + 2, layOutPrototype(memory, strings, index));
  memory.setAddress(header + 3, strings.chains);
  memory.setWord(header + 4, strings.stringCount);
  memory.setWord(header + 5, strings.chainCount);
  memory.setWord(header + 1, memory.bytes.length);
  return memory;
}
