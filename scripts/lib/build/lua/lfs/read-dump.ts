import type { Prototype } from "./prototype";

/** Of a dump by a machine of 32 bits: little-endian, integers, sizes and instructions of 4 bytes, numbers of 8 and not integers. */
const HEADER = "\x1bLua\x51\0\x01\x04\x04\x04\x08\0";

const [NIL, BOOLEAN, NUMBER, STRING] = [0, 1, 3, 4];

/** Reads what `string.dump` of Lua 5.1 gives for a chunk with its line numbers; names of variables are passed over. */
export function readDump(dump: string): Prototype {
  if (!dump.startsWith(HEADER)) throw new Error("This is no dump of Lua 5.1 on a machine of 32 bits");
  return new DumpReader(Buffer.from(dump, "latin1"), HEADER.length).prototype("");
}

class DumpReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** @param outerSource What a function is from that names no source of its own */
  prototype(outerSource: string): Prototype {
    const source = this.#string() ?? outerSource;
    const [firstLine, lastLine] = [this.#integer(), this.#integer()];
    const [upvalueCount, parameterCount, varargFlags, stackSize] = [
      this.#byte(),
      this.#byte(),
      this.#byte(),
      this.#byte(),
    ];
    const instructions = this.#list(() => this.#integer());
    const constants = this.#list(() => this.#constant());
    const prototypes = this.#list(() => this.prototype(source));
    const lines = this.#list(() => this.#integer());
    // Names of local variables, with where they are in force; names of upvalues.
    this.#list(() => [this.#string(), this.#integer(), this.#integer()]);
    this.#list(() => this.#string());
    return {
      source,
      firstLine,
      lastLine,
      upvalueCount,
      parameterCount,
      varargFlags,
      stackSize,
      instructions,
      constants,
      prototypes,
      lines,
    };
  }

  #constant(): Prototype["constants"][number] {
    const type = this.#byte();
    if (type === NIL) return undefined;
    if (type === BOOLEAN) return this.#byte() !== 0;
    if (type === NUMBER) return this.#bytes.readDoubleLE((this.#at += 8) - 8);
    if (type === STRING) return this.#string() ?? "";
    throw new Error(`Lua's dump has a constant of type ${type}`);
  }

  #list<T>(read: () => T): T[] {
    return Array.from({ length: this.#integer() }, read);
  }

  /** Ends in a NUL that its length counts; a length of 0 stands for none. */
  #string(): string | undefined {
    const length = this.#integer();
    if (length === 0) return undefined;
    this.#at += length;
    return this.#bytes.toString("latin1", this.#at - length, this.#at - 1);
  }

  #byte(): number {
    return this.#bytes[this.#at++];
  }

  #integer(): number {
    return this.#bytes.readUInt32LE((this.#at += 4) - 4);
  }
}
