import { instantiate as instantiateLua, type LuaVersion, type LuaWasm } from "../../../scripts/lib/packages/puc-lua";
import { narrow } from "./narrow";

export type { LuaVersion, LuaWasm } from "../../../scripts/lib/packages/puc-lua";

/** What is used of it: neither Node's types nor JavaScript's have it. */
interface WasmTable {
  set(slot: number, run: unknown): void;
}
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
  Table: new (description: { element: "anyfunc"; initial: number }) => WasmTable;
};

/** A new machine with a memory of its own, which starts the same way every time. */
export function instantiate(version: LuaVersion, is32Bit: boolean): LuaWasm {
  return instantiateLua(version, is32Bit ? narrow : undefined);
}

/**
 * Makes a JavaScript function one that Lua can call, in the place of a C function: the package exports no way to make
 * another. A function of WebAssembly is needed, with a state and a count of results; this module takes one and gives it back.
 */
export function replaceFunction(wasm: LuaWasm, slot: number, run: (state: number) => number): void {
  const table = Object.values(wasm.asm).find((each) => each instanceof WebAssembly.Table) as WasmTable;
  const passing = new Uint8Array([
    ...[0, 97, 115, 109, 1, 0, 0, 0],
    // One type, (i32) -> i32; one import of it, "h" "f"; exported as "f".
    ...[1, 6, 1, 96, 1, 127, 1, 127],
    ...[2, 7, 1, 1, 104, 1, 102, 0, 0],
    ...[7, 5, 1, 1, 102, 0, 0],
  ]);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(passing), { h: { f: run } });
  table.set(slot, instance.exports.f);
}
