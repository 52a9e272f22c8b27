import { Layout } from "./layout";
import { PRELUDE } from "./prelude";
import type { HostFunction, HostValue, LuaValue } from "./values";
import { LuaError, LuaFloat, LuaFunction, LuaObject, LuaStuck, type LuaClass } from "./values";
import type { LuaVersion, LuaWasm } from "./wasm";
import { instantiate, replaceFunction } from "./wasm";

export * from "./values";
export type { LuaVersion } from "./wasm";

export interface LuaOptions {
  version: LuaVersion;
  /** Called with each line that `print` makes. */
  print?: (line: string) => void;
  /** How many instructions one call may take; 50 million when left out, some seconds of this computer's time. */
  mostInstructions?: number;
  /**
   * Whether numbers are those of a build with LUA_32BITS, the default of NodeMCU's Lua 5.3 (narrow.ts says how); true for Lua
   * 5.3 when left out. What is not the same: a value takes 16 bytes rather than 8, hexadecimal numbers of more than eight
   * digits keep them, and `string.pack` has the sizes of 64 bits.
   */
  is32Bit?: boolean;
  /** Called after each `INSTRUCTIONS_PER_TICK`, with the place that Lua is at. What it throws ends Lua for good. */
  worked?: (place: string) => void;
  /** Called when a call came back, whatever came of it. */
  returned?: () => void;
}

export const INSTRUCTIONS_PER_TICK = 10_000;
/** A line of a traceback that tells of the way to the host. */
const HOST_FRAME = /^\t(\[string "\.\.\."\]|\[C\]: in (function 'error'|\S+ 'dispatch'))/;
const MULTIPLE_RESULTS = -1;
const BYTES_BEFORE_NUL = /[\0\x01]/;
const [BOOLEAN, NUMBER, STRING, TABLE, FUNCTION] = [1, 3, 4, 5, 6];

/**
 * A real Lua, PUC-Rio's 5.1.5 or 5.3.6, with a memory of its own. It is the build in WebAssembly that typescript-to-lua is
 * tested with, by the same authors, MIT as Lua itself. Debian's lua5.1 and lua5.3 are the same C code, but a process beside
 * this one: each call of a model would be a message back and forth, no model could answer within a call, and a machine
 * without them would test nothing. Lua machines written in JavaScript are no judges.
 */
export class LuaVm {
  readonly version: LuaVersion;
  readonly #options: LuaOptions;
  readonly #wasm: LuaWasm;
  readonly #layout: Layout;
  readonly #registry: number;
  readonly #is32Bit: boolean;
  /** The thread of Lua's that runs, or would. */
  #state: number;
  #hosts: HostFunction[] = [];
  readonly #hostIds = new Map<HostFunction, number>();
  readonly #classes = new Map<LuaClass, string>();
  readonly #objects = new Map<number, LuaObject>();
  readonly #objectIds = new Map<LuaObject, number>();
  #lastKey = 0;
  readonly #freeKeys: string[] = [];
  #depth = 0;
  #instructions = 0;
  #isOver = false;
  /** What the next call of a host's function fails with, once: an error of Lua's, or one that Lua never sees. */
  failNext: string | Error | undefined;
  #scratch = 0;
  #scratchBytes = 0;
  /** The machine's memory, as it is until it grows. */
  #memory: Buffer = Buffer.alloc(0);
  /** Where names of the registry stand in it. */
  readonly #names = new Map<string, number>();

  constructor(options: LuaOptions) {
    this.version = options.version;
    this.#options = options;
    this.#is32Bit = options.is32Bit ?? options.version === "5.3";
    this.#wasm = instantiate(options.version, this.#is32Bit);
    this.#layout = new Layout(this.#wasm, options.version);
    this.#registry = options.version === "5.3" ? -1_001_000 : -10_000;
    this.#state = this.#wasm._luaL_newstate();
    this.#wasm._luaL_openlibs(this.#state);
    this.#start();
  }

  /**
   * Runs a chunk, a byte string, and gives what it returns.
   * @param name As tracebacks show it.
   * @throws LuaError, also where the chunk cannot be compiled
   */
  run(source: string, name = "chunk"): LuaValue[] {
    const [compiled, problem] = this.#callPushed(() => this.#pushField("host.load"), [source, `=${name}`]);
    if (!(compiled instanceof LuaFunction)) throw new LuaError(String(problem));
    try {
      return compiled.call();
    } finally {
      compiled.release();
    }
  }

  /** @throws LuaError */
  call(called: LuaFunction, ...args: HostValue[]): LuaValue[] {
    if (called.isReleased) throw new Error("This function of Lua's was released");
    return this.#callPushed(() => this.#pushField(called.key), args);
  }

  /** Lets go of a function, once and for all. */
  release(released: LuaFunction): void {
    if (released.isReleased) return;
    released.isReleased = true;
    this.#layout.pushNil(this.#state);
    this.#setField(this.#registry, released.key);
    this.#freeKeys.push(released.key);
  }

  global(name: string): LuaValue {
    return this.run(`return ${name}`)[0];
  }

  setGlobal(name: string, value: HostValue): void {
    const set = this.run(`return function(value) ${name} = value end`)[0] as LuaFunction;
    set.call(value);
    set.release();
  }

  /** Makes the metatable of a kind of objects, which else is made with the first of them. */
  define(kind: LuaClass): void {
    this.#classOf(kind);
  }

  /** What Lua's allocator has given out, in bytes, garbage included. */
  get memoryBytes(): number {
    return Number(this.#callPushed(() => this.#pushField("host.count"), ["count"])[0]) * 1024;
  }

  /** Collects garbage, all of it. */
  collect(): void {
    this.collectOnce();
    this.#callPushed(() => this.#pushField("host.shrink"), []);
    this.collectOnce();
  }

  /** Collects garbage; what the collector had found in use before may be left over. */
  collectOnce(): void {
    this.#callPushed(() => this.#pushField("host.count"), ["collect"]);
  }

  #start(): void {
    const print: HostFunction = (line) => this.#options.print?.(String(line));
    const address = /0x([0-9a-f]+)/.exec(String(this.#bare("return tostring(os.execute)")))?.[1] ?? "";
    replaceFunction(this.#wasm, this.#layout.slot(parseInt(address, 16)), (state) => this.#dispatch(state));
    this.#bare(PRELUDE);
    if (this.#is32Bit) this.#bare("math.maxinteger, math.mininteger = 2147483647, -2147483647 - 1");
    this.#hosts[0] = (place) => {
      if (place !== undefined) return this.#options.worked?.(String(place));
      this.#instructions += INSTRUCTIONS_PER_TICK;
      if (this.#instructions < (this.#options.mostInstructions ?? 50_000_000))
        return this.#options.worked !== undefined;
      this.#isOver = true;
      throw new LuaStuck(`Lua ran ${this.#instructions} instructions without coming back`);
    };
    this.setGlobal("print", print);
    const shown = this.run(`
      local print, tostring, select, concat = print, tostring, select, table.concat
      return function(...)
        local texts = {}
        for i = 1, select("#", ...) do texts[i] = tostring((select(i, ...))) end
        print(concat(texts, "\\t"))
      end`)[0] as LuaFunction;
    this.setGlobal("print", shown);
    shown.release();
    // Were the layout another one, this would not come out.
    const [sum] = this.run("return function(a, b, c) return c and a + b or 0 end");
    if ((sum as LuaFunction).call(2, new LuaFloat(0.5), true)[0] !== 2.5)
      throw new Error("Lua's stack is not as expected");
    (sum as LuaFunction).release();
    this.#callPushed(() => this.#pushField("host.watch"), [INSTRUCTIONS_PER_TICK]);
  }

  /** Runs a chunk by the C API alone; gives a string that it returns. */
  #bare(source: string): string | undefined {
    const wasm = this.#wasm;
    let status = wasm._luaL_loadstring(this.#state, this.#text(source));
    if (status === 0) status = this.#protected(0, 0);
    const result = wasm._lua_type(this.#state, -1) === STRING ? this.#string(this.#state, -1) : undefined;
    wasm._lua_settop(this.#state, 0);
    if (status !== 0) throw new Error(`Lua's start-up failed: ${result}`);
    return result;
  }

  #callPushed(pushCalled: () => void, args: readonly HostValue[]): LuaValue[] {
    if (this.#isOver) throw new Error("This Lua was stopped: it did not come back from a call");
    const wasm = this.#wasm;
    const state = this.#state;
    const top = wasm._lua_gettop(state);
    this.#pushField("host.traceback");
    pushCalled();
    for (const arg of args) this.#push(arg);
    if (this.#depth++ === 0) this.#instructions = 0;
    let status: number;
    try {
      status = this.#protected(args.length, top + 1);
    } finally {
      this.#depth--;
      if (this.#depth === 0) this.#options.returned?.();
    }
    const results: LuaValue[] = [];
    for (let i = top + 2; i <= wasm._lua_gettop(state); i++) results.push(this.#read(state, i));
    wasm._lua_settop(state, top);
    if (status === 0) return results;
    const report = String(results[0]);
    const at = report.indexOf("\nstack traceback:");
    const lines = report.slice(at + 1).split("\n");
    const own = lines.filter((line) => !HOST_FRAME.test(line));
    throw new LuaError(at < 0 ? report : report.slice(0, at), at < 0 ? "" : own.join("\n"));
  }

  #protected(args: number, handler: number): number {
    if (this.version === "5.1") return this.#wasm._lua_pcall(this.#state, args, MULTIPLE_RESULTS, handler);
    return this.#wasm._lua_pcallk(this.#state, args, MULTIPLE_RESULTS, handler, 0, 0);
  }

  /** Lua calls the host: which function comes first, its arguments after it. */
  #dispatch(state: number): number {
    const wasm = this.#wasm;
    const outer = this.#state;
    this.#state = state;
    try {
      const count = wasm._lua_gettop(state);
      const args: LuaValue[] = [];
      for (let i = 2; i <= count; i++) args.push(this.#read(state, i));
      const host = this.#layout.number(state, 1).value;
      if (host !== 0 && this.failNext !== undefined) {
        const message = this.failNext;
        this.failNext = undefined;
        throw typeof message === "string" ? new LuaError(message) : message;
      }
      const result = this.#hosts[host](...args);
      if (result === undefined) return 0;
      const results = Array.isArray(result) ? (result as readonly HostValue[]) : [result as HostValue];
      for (const each of results) this.#push(each);
      return results.length;
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      this.#pushField("host.raise");
      this.#push(error.message);
      if (this.version === "5.1") wasm._lua_call(state, 1, 0);
      else wasm._lua_callk(state, 1, 0, 0, 0);
      throw new Error("Lua went on after an error");
    } finally {
      this.#state = outer;
    }
  }

  #read(state: number, index: number): LuaValue {
    const type = this.#wasm._lua_type(state, index);
    if (type === BOOLEAN) return this.#layout.boolean(state, index);
    if (type === NUMBER) return this.#number(state, index);
    if (type === STRING) return this.#string(state, index);
    if (type === FUNCTION) {
      const key = this.#freeKeys.pop() ?? `host.f${++this.#lastKey}`;
      this.#wasm._lua_pushvalue(state, index);
      this.#setField(this.#registry, key);
      return new LuaFunction(this, key);
    }
    if (type !== TABLE) return undefined;
    const again = (): void => this.#wasm._lua_pushvalue(state, index);
    const [id] = this.#helper("host.identify", again);
    if (typeof id === "number") return this.#objects.get(id);
    const entries = this.#helper("host.entries", again);
    const table = new Map<LuaValue, LuaValue>();
    for (let i = 0; i < entries.length; i += 2) table.set(entries[i], entries[i + 1]);
    return table;
  }

  #number(state: number, index: number): number {
    const { value, isInteger } = this.#layout.number(state, index);
    if (!this.#is32Bit) return value;
    if (!isInteger) return Math.fround(value);
    if (value !== (value | 0)) throw new LuaError(`${value} is no integer of 32 bits`);
    return value;
  }

  #push(value: HostValue): void {
    const layout = this.#layout;
    if (value === undefined) layout.pushNil(this.#state);
    else if (typeof value === "boolean") layout.pushBoolean(this.#state, value);
    else if (typeof value === "string") this.#pushString(value);
    else if (typeof value === "number") this.#pushNumber(value);
    else if (value instanceof LuaFloat) {
      layout.pushFloat(this.#state, this.#is32Bit ? Math.fround(value.value) : value.value);
    } else if (value instanceof LuaFunction) this.#pushField(value.key);
    else if (typeof value === "function") this.#pushHost(value);
    else if (value instanceof LuaObject) this.#pushObject(value);
    else {
      this.#called("host.table", []);
      const table = this.#wasm._lua_gettop(this.#state);
      for (const [key, each] of value instanceof Map ? (value as Map<HostValue, HostValue>) : Object.entries(value)) {
        this.#push(key as HostValue);
        this.#push(each as HostValue);
        this.#wasm._lua_settable(this.#state, table);
      }
    }
  }

  #pushNumber(value: number): void {
    if (!Number.isInteger(value)) {
      this.#layout.pushFloat(this.#state, this.#is32Bit ? Math.fround(value) : value);
      return;
    }
    if (this.#is32Bit && value !== (value | 0))
      throw new RangeError(`The host gave Lua ${value}, more than 32 bits hold`);
    this.#layout.pushInteger(this.#state, value);
  }

  #pushString(value: string): void {
    if (!BYTES_BEFORE_NUL.test(value)) {
      this.#wasm._lua_pushstring(this.#state, this.#text(value));
      return;
    }
    // The one way in takes a text up to its first NUL.
    const escaped = value.replace(/[\0\x01]/g, (byte) => (byte === "\0" ? "\x010" : "\x011"));
    this.#called("host.bytes", [() => this.#wasm._lua_pushstring(this.#state, this.#text(escaped))]);
  }

  #pushHost(host: HostFunction): void {
    let id = this.#hostIds.get(host);
    if (id === undefined) {
      id = this.#hosts.push(host) - 1;
      this.#hostIds.set(host, id);
    }
    const number = id;
    this.#called("host.bind", [() => this.#layout.pushInteger(this.#state, number)]);
  }

  #pushObject(object: LuaObject): void {
    let id = this.#objectIds.get(object);
    if (id === undefined) {
      id = this.#objects.size + 1;
      this.#objects.set(id, object);
      this.#objectIds.set(object, id);
    }
    const number = id;
    const key = this.#classOf(object.kind);
    this.#called("host.object", [() => this.#layout.pushInteger(this.#state, number), () => this.#pushField(key)]);
  }

  /** The registry's name of a kind's metatable, which is made when the first object of its kind is. */
  #classOf(kind: LuaClass): string {
    let key = this.#classes.get(kind);
    if (key === undefined) {
      key = `host.class.${kind.name}`;
      this.#classes.set(kind, key);
      this.#called("host.class", [() => this.#pushString(kind.name), () => this.#push(kind.methods)]);
      this.#setField(this.#registry, key);
    }
    return key;
  }

  /** Calls a function of the prelude that cannot fail, and leaves its one result on the stack. */
  #called(name: string, pushes: (() => void)[], results = 1): void {
    this.#pushField(name);
    for (const push of pushes) push();
    if (this.version === "5.1") this.#wasm._lua_call(this.#state, pushes.length, results);
    else this.#wasm._lua_callk(this.#state, pushes.length, results, 0, 0);
  }

  /** The results of a function of the prelude. */
  #helper(name: string, push: () => void): LuaValue[] {
    const state = this.#state;
    const top = this.#wasm._lua_gettop(state);
    this.#called(name, [push], MULTIPLE_RESULTS);
    const results: LuaValue[] = [];
    for (let i = top + 1; i <= this.#wasm._lua_gettop(state); i++) results.push(this.#read(state, i));
    this.#wasm._lua_settop(state, top);
    return results;
  }

  #pushField(key: string): void {
    this.#wasm._lua_getfield(this.#state, this.#registry, this.#name(key));
  }

  #setField(index: number, key: string): void {
    this.#wasm._lua_setfield(this.#state, index, this.#name(key));
  }

  /** The address of a name of the registry; there are no more of them than functions that were held at once. */
  #name(key: string): number {
    let at = this.#names.get(key);
    if (at === undefined) {
      at = this.#wasm._malloc(key.length + 1);
      this.#write(key, at);
      this.#names.set(key, at);
    }
    return at;
  }

  #string(state: number, index: number): string {
    const wasm = this.#wasm;
    const stack = wasm.stackSave();
    const lengthAt = wasm.stackAlloc(4);
    const at = wasm._lua_tolstring(state, index, lengthAt);
    const text = this.#bytes().toString("latin1", at, at + wasm.HEAPU32[lengthAt >> 2]);
    wasm.stackRestore(stack);
    return text;
  }

  /** The address of a text for the next call of the API; it holds until the one after. */
  #text(bytes: string): number {
    if (bytes.length >= this.#scratchBytes) {
      // The package exports no way to free: doubled, the old ones come to no more than the new one.
      this.#scratchBytes = 2 * bytes.length + 1024;
      this.#scratch = this.#wasm._malloc(this.#scratchBytes);
    }
    this.#write(bytes, this.#scratch);
    return this.#scratch;
  }

  #write(bytes: string, at: number): void {
    const memory = this.#bytes();
    memory[at + memory.write(bytes, at, "latin1")] = 0;
  }

  #bytes(): Buffer {
    const { buffer } = this.#wasm.HEAPU8;
    if (this.#memory.buffer !== buffer) this.#memory = Buffer.from(buffer);
    return this.#memory;
  }
}
