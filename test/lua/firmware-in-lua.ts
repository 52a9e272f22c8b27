import { join, resolve } from "node:path";
import { compileLua } from "../../scripts/lib/lua/compile-lua";
import type { LuaFunction } from "../simulator/lua/vm";
import {
  LuaError,
  LuaVm,
  type HostFunction,
  type HostValue,
  type LuaValue,
  type LuaVersion,
} from "../simulator/lua/vm";

const root = resolve(__dirname, "../..");

/**
 * Both sides know the other's tables, objects and functions by numbers: what the other side gets stands for the very same thing,
 * and comes back as it. Arrays count from 1 here and from 0 there.
 */
const GLUE = `
debug.sethook()
local things, numbers, isArray, count = {}, {}, {}, 0
local modules, join = {}, table.concat
local function number(thing)
  local known = numbers[thing]
  if known == nil then
    count = count + 1
    known = count
    things[known], numbers[thing] = thing, known
  end
  return known
end
local function out(value)
  local kind = type(value)
  if kind == "function" then return { call = number(value) } end
  if kind == "table" then return { table = number(value), isArray = isArray[value] or #value > 0 } end
  return value
end
local function came(value)
  if type(value) == "table" then return things[value.number] end
  return value
end
local function outAll(n, first, ...)
  if n == 0 then return end
  return out(first), outAll(n - 1, ...)
end
local function cameAll(n, first, ...)
  if n == 0 then return end
  return came(first), cameAll(n - 1, ...)
end
function expose(name, exports) modules[name] = exports end
return {
  module = function(name) return out(modules[name]) end,
  object = function(array) local made = {} isArray[made] = array or nil return number(made) end,
  host = function(call)
    return number(function(...) return came(call(outAll(select("#", ...), ...))) end)
  end,
  call = function(called, ...) return out(things[called](cameAll(select("#", ...), ...))) end,
  get = function(table, key) return out(things[table][key]) end,
  set = function(table, key, value) things[table][key] = came(value) end,
  length = function(table) return #things[table] end,
  keys = function(table)
    local keys = {}
    for key in pairs(things[table]) do keys[#keys + 1] = tostring(key) end
    return join(keys, "\\n")
  end,
}`;

/** Modules of the firmware, run by a real Lua, for the tests that are written for them in TypeScript. */
export class FirmwareInLua {
  readonly #vm: LuaVm;
  readonly #glue = new Map<string, LuaFunction>();
  /** What Lua knows of ours. */
  readonly #numbers = new WeakMap<object, number>();
  /** Functions of ours, by the numbers that Lua knows them by. */
  readonly #ours = new Map<number, unknown>();
  /** What we know of Lua's, by its numbers. */
  readonly #theirs = new Map<number, object>();
  /** What a function of ours threw, on its way through Lua. */
  #thrown: unknown;

  /** @param paths Modules below firmware/, such as "mqtt/client" */
  constructor(version: LuaVersion, paths: readonly string[]) {
    this.#vm = new LuaVm({ version, mostInstructions: Infinity });
    const [glue] = this.#vm.run(GLUE, "glue") as [ReadonlyMap<string, LuaFunction>];
    for (const [name, value] of glue) this.#glue.set(name, value);
    const { code } = compileLua((firmware) => source(paths, firmware), root, join(root, "dist"), version);
    this.#vm.run(code, "firmware");
  }

  module(path: string): unknown {
    return this.#decode(this.#glued("module", path));
  }

  #glued(name: string, ...args: HostValue[]): LuaValue {
    this.#thrown = undefined;
    try {
      return this.#glue.get(name)!.call(...args)[0];
    } catch (error) {
      if (error instanceof LuaError && this.#thrown !== undefined) throw this.#thrown;
      throw error;
    }
  }

  /** For Lua. */
  #encode(value: unknown): HostValue {
    if (value === null || value === undefined) return undefined;
    if (typeof value !== "object" && typeof value !== "function") return value as HostValue;
    return { number: this.#numberOf(value) };
  }

  #numberOf(value: object): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    if (typeof value === "function") {
      const number = this.#glued("host", this.#hostFunction(value as (...args: unknown[]) => unknown)) as number;
      this.#ours.set(number, value);
      this.#numbers.set(value, number);
      return number;
    }
    const number = this.#glued("object", Array.isArray(value)) as number;
    this.#numbers.set(value, number);
    for (const [key, each] of Object.entries(value)) {
      this.#glued("set", number, Array.isArray(value) ? Number(key) + 1 : key, this.#encode(each));
    }
    return number;
  }

  #hostFunction(value: (...args: unknown[]) => unknown): HostFunction {
    return (...args) => {
      try {
        return this.#encode(value(...args.map((arg) => this.#decode(arg))));
      } catch (error) {
        if (error instanceof LuaError) throw error;
        this.#thrown = error;
        throw new LuaError(String(error));
      }
    };
  }

  #decode(value: LuaValue): unknown {
    if (!(value instanceof Map)) return value;
    const entries = value as ReadonlyMap<string, LuaValue>;
    const called = entries.get("call");
    if (called !== undefined)
      return this.#ours.get(Number(called)) ?? this.#known(Number(called), (n) => this.#callable(n));
    const isArray = entries.get("isArray") === true;
    return this.#known(Number(entries.get("table")), (n) => this.#view(n, isArray));
  }

  #known(number: number, make: (number: number) => object): object {
    let known = this.#theirs.get(number);
    if (known === undefined) {
      known = make(number);
      this.#theirs.set(number, known);
      this.#numbers.set(known, number);
    }
    return known;
  }

  #callable(number: number): object {
    return (...args: unknown[]) => this.#decode(this.#glued("call", number, ...args.map((arg) => this.#encode(arg))));
  }

  /** A table of Lua's as if it were an object, or an array, of ours: what is read and written is Lua's. */
  #view(number: number, isArray: boolean): object {
    const key = (name: string): HostValue => (isArray && /^\d+$/.test(name) ? Number(name) + 1 : name);
    return new Proxy<object>(isArray ? [] : {}, {
      get: (target, name) => {
        if (typeof name === "symbol") return Reflect.get(target, name) as unknown;
        if (isArray && name === "length") return this.#glued("length", number);
        if (isArray && !/^\d+$/.test(name)) return Reflect.get(target, name) as unknown;
        return this.#decode(this.#glued("get", number, key(name)));
      },
      set: (_, name, value) => {
        this.#glued("set", number, key(String(name)), this.#encode(value));
        return true;
      },
      ownKeys: () => (isArray ? ["length"] : String(this.#glued("keys", number)).split("\n")),
      getOwnPropertyDescriptor: (target, name) =>
        isArray
          ? Reflect.getOwnPropertyDescriptor(target, name)
          : { configurable: true, enumerable: true, writable: true },
    });
  }
}

function source(paths: readonly string[], firmware: string): string {
  return (
    paths.map((path, i) => `import * as module${i} from "${firmware}/${path}";\n`).join("") +
    "declare function expose(name: string, exports: object): void;\n" +
    paths.map((path, i) => `expose("${path}", module${i});\n`).join("")
  );
}
