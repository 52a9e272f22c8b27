import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { narrow } from "./narrow";

/** What is used of it: neither Node's types nor JavaScript's have it. */
interface WasmModule {
  readonly kind: "module";
}
interface WasmInstance {
  readonly exports: Record<string, unknown>;
}
interface WasmTable {
  set(slot: number, run: unknown): void;
}
declare const WebAssembly: {
  Module: new (code: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: object) => WasmInstance;
  Table: new (description: { element: "anyfunc"; initial: number }) => WasmTable;
};

export type LuaVersion = "5.1" | "5.3";

/** Lua's C API as far as the package exports it, and the machine's memory. Byte strings go through `bytes` and `text`. */
export interface LuaWasm {
  readonly HEAPU8: Uint8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPU32: Uint32Array;
  readonly HEAPF64: Float64Array;
  readonly asm: Record<string, unknown>;
  stackSave(): number;
  stackAlloc(bytes: number): number;
  stackRestore(address: number): void;
  _malloc(bytes: number): number;
  _luaL_newstate(): number;
  _luaL_openlibs(state: number): void;
  _luaL_loadstring(state: number, text: number): number;
  _lua_gettop(state: number): number;
  _lua_settop(state: number, index: number): void;
  _lua_pushvalue(state: number, index: number): void;
  _lua_pushstring(state: number, text: number): void;
  _lua_type(state: number, index: number): number;
  _lua_tolstring(state: number, index: number, length: number): number;
  _lua_getfield(state: number, index: number, key: number): void;
  _lua_setfield(state: number, index: number, key: number): void;
  _lua_settable(state: number, index: number): void;
  /** Lua 5.1 only, as `_lua_pcall`. */
  _lua_call(state: number, args: number, results: number): void;
  _lua_pcall(state: number, args: number, results: number, handler: number): number;
  /** Lua 5.3 only, as `_lua_pcallk`. */
  _lua_callk(state: number, args: number, results: number, context: number, continuation: number): void;
  _lua_pcallk(
    state: number,
    args: number,
    results: number,
    handler: number,
    context: number,
    continuation: number,
  ): number;
}

type Imports = Record<string, Record<string, (...args: never[]) => unknown>>;
type Factory = (options: object) => LuaWasm;

const RELEASES = { "5.1": "5.1.5", "5.3": "5.3.6" } as const;
const require_ = createRequire(__filename);
const loaded = new Map<string, { make: Factory; code: WasmModule }>();

function load(version: LuaVersion, is32Bit: boolean): { make: Factory; code: WasmModule } {
  const key = `${version} ${is32Bit}`;
  let lua = loaded.get(key);
  if (lua === undefined) {
    const path = require_.resolve(`lua-wasm-bindings/dist/glue/glue-lua-${RELEASES[version]}.js`);
    const built = readFileSync(path.replace(/js$/, "wasm"));
    const code = new WebAssembly.Module(is32Bit ? narrow(built) : built);
    loaded.set(key, (lua = { make: require_(path) as Factory, code }));
  }
  return lua;
}

/** A new machine with a memory of its own, which starts the same way every time. */
export function instantiate(version: LuaVersion, is32Bit: boolean): LuaWasm {
  const { make, code } = load(version, is32Bit);
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => process.listeners(event as "uncaughtException"));
  const wasm = make({
    // Nothing of Lua's own output is for the process: `print` is the host's.
    print: () => {},
    printErr: () => {},
    instantiateWasm: (imports: Imports, receive: (instance: WasmInstance) => void) => {
      // Lua 5.3 takes the seed of its hashes from the time, and with it the order of `pairs`.
      for (const [key, provided] of Object.entries(imports.a)) {
        if (provided.name === "_time") imports.a[key] = () => 0;
      }
      const instance = new WebAssembly.Instance(code, imports);
      receive(instance);
      return instance.exports;
    },
  });
  // The package's loader would end the process at any exception that nobody caught, also where it is none of its business.
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as "uncaughtException")) {
      if (!before[i].includes(listener)) process.off(event, listener);
    }
  });
  return wasm;
}

/** Puts another text of at most the same length in the place of a constant of the machine, wherever it has it. */
export function patchText(wasm: LuaWasm, from: string, to: string): void {
  const memory = Buffer.from(wasm.HEAPU8.buffer);
  const first = memory.indexOf(`${from}\0`, 0, "latin1");
  if (first < 0) throw new Error(`This Lua has no constant "${from}"`);
  for (let at = first; at >= 0; at = memory.indexOf(`${from}\0`, at, "latin1")) {
    memory.write(to.padEnd(from.length, "\0"), at, "latin1");
  }
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
