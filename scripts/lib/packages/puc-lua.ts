import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What is used of it: neither Node's types nor JavaScript's have it. */
interface WasmModule {
  readonly kind: "module";
}
interface WasmInstance {
  readonly exports: Record<string, unknown>;
}
declare const WebAssembly: {
  Module: new (code: Uint8Array) => WasmModule;
  Instance: new (module: WasmModule, imports: object) => WasmInstance;
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
  _luaL_loadbuffer(state: number, bytes: number, length: number, name: number): number;
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
type Rewrite = (code: Uint8Array) => Uint8Array;

const RELEASES = { "5.1": "5.1.5", "5.3": "5.3.6" } as const;
const require_ = createRequire(__filename);
const loaded: { version: LuaVersion; rewrite: Rewrite | undefined; make: Factory; code: WasmModule }[] = [];

function load(version: LuaVersion, rewrite: Rewrite | undefined): { make: Factory; code: WasmModule } {
  const before = loaded.find((each) => each.version === version && each.rewrite === rewrite);
  if (before !== undefined) return before;
  const path = require_.resolve(`lua-wasm-bindings/dist/glue/glue-lua-${RELEASES[version]}.js`);
  const built = readFileSync(path.replace(/js$/, "wasm"));
  const code = new WebAssembly.Module(rewrite === undefined ? built : rewrite(built));
  const lua = { version, rewrite, make: require_(path) as Factory, code };
  loaded.push(lua);
  return lua;
}

/**
 * A new machine of PUC-Rio's Lua with a memory of its own, which starts the same way every time. It is the build in WebAssembly
 * of the package lua-wasm-bindings, a machine of 32 bits.
 * @param rewrite Makes another machine's code of it.
 */
export function instantiate(version: LuaVersion, rewrite?: Rewrite): LuaWasm {
  const { make, code } = load(version, rewrite);
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
