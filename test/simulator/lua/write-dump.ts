import type { Prototype } from "./lfs-image";

/** A function as a dump that a Lua 5.1 of 32 bits loads. */
export function writeDump(prototype: Prototype): string {
  return "\x1bLua\x51\0\x01\x04\x04\x04\x08\0" + functionOf(prototype);
}

function functionOf(prototype: Prototype): string {
  const { upvalueCount, parameterCount, varargFlags, stackSize } = prototype;
  return [
    text(prototype.source),
    integer(prototype.firstLine),
    integer(prototype.lastLine),
    String.fromCharCode(upvalueCount, parameterCount, varargFlags, stackSize),
    list(prototype.instructions, integer),
    list(prototype.constants, constant),
    list(prototype.prototypes, functionOf),
    list(prototype.lines, integer),
    // No names of local variables and upvalues.
    integer(0),
    integer(0),
  ].join("");
}

function constant(value: Prototype["constants"][number]): string {
  if (typeof value === "string") return `\x04${text(value)}`;
  if (typeof value === "boolean") return `\x01${value ? "\x01" : "\0"}`;
  if (value === undefined) return "\0";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return `\x03${bytes.toString("latin1")}`;
}

function list<T>(elements: readonly T[], write: (element: T) => string): string {
  return integer(elements.length) + elements.map(write).join("");
}

function text(bytes: string): string {
  return `${integer(bytes.length + 1)}${bytes}\0`;
}

function integer(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString("latin1");
}
