import { resolve } from "node:path";
import { sourceFiles } from "../imports";
import { keptBuilds } from "../../scripts/lib/build/build";
import { compileLua } from "../../scripts/lib/build/lua/compile-lua";
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

/** The rooms of the firmware that know no engine. */
export const ROOMS = ["mqtt", "sensors", "filters", "actuators", "app"] as const;

/** firmware/mqtt/client.ts is mqtt/client. */
export function moduleOf(path: string): string {
  return path.replace(/^firmware\/|\.ts$/g, "");
}

/**
 * Both sides know the other's tables, objects and functions by numbers: what the other side gets stands for the very same thing,
 * and comes back as it. Each value that goes over has its kind in front. Arrays count from 1 here and from 0 there.
 */
const enum Kind {
  Plain,
  Function,
  Table,
  Array,
}

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
  if kind == "function" then return ${Kind.Function}, number(value) end
  if kind ~= "table" then return ${Kind.Plain}, value end
  return (isArray[value] or #value > 0 and value[0] == nil) and ${Kind.Array} or ${Kind.Table}, number(value)
end
local function came(kind, value)
  if kind == ${Kind.Plain} then return value end
  return things[value]
end
local function outAll(n, first, ...)
  if n == 0 then return end
  local kind, value = out(first)
  return kind, value, outAll(n - 1, ...)
end
local function cameAll(n, kind, value, ...)
  if n == 0 then return end
  return came(kind, value), cameAll(n - 2, ...)
end
function expose(name, exports) modules[name] = exports end
return {
  module = function(name) return out(modules[name]) end,
  object = function(array) local made = {} isArray[made] = array or nil return ${Kind.Plain}, number(made) end,
  host = function(call)
    return ${Kind.Plain}, number(function(...) return came(call(outAll(select("#", ...), ...))) end)
  end,
  call = function(called, ...) return out(things[called](cameAll(select("#", ...), ...))) end,
  get = function(table, key) return out(things[table][key]) end,
  set = function(table, key, kind, value) things[table][key] = came(kind, value) end,
  length = function(table) return ${Kind.Plain}, #things[table] end,
  keys = function(table)
    local keys = {}
    for key in pairs(things[table]) do keys[#keys + 1] = tostring(key) end
    return ${Kind.Plain}, join(keys, "\\n")
  end,
}`;

/** Modules of the firmware, run by a real Lua, for the tests that are written for them in TypeScript. */
export class FirmwareInLua {
  readonly #vm: LuaVm;
  readonly #glue = new Map<string, LuaFunction>();
  /** What Lua knows of ours. */
  readonly #numbers = new WeakMap<object, number>();
  /** Functions and objects that stay here, by the numbers that Lua knows them by. */
  readonly #ours = new Map<number, unknown>();
  /** What we know of Lua's, by its numbers. */
  readonly #theirs = new Map<number, object>();
  /** What a function of ours threw, on its way through Lua. */
  #thrown: unknown;

  constructor(version: LuaVersion) {
    this.#vm = new LuaVm({ version, mostInstructions: Infinity });
    const [glue] = this.#vm.run(GLUE, "glue") as [ReadonlyMap<string, LuaFunction>];
    for (const [name, value] of glue) this.#glue.set(name, value);
    this.#vm.run(compiled(version), "firmware");
  }

  /** @param path below firmware/, such as "mqtt/client" */
  module(path: string): unknown {
    return this.#glued("module", path);
  }

  #glued(name: string, ...args: HostValue[]): unknown {
    this.#thrown = undefined;
    try {
      const [kind, value] = this.#glue.get(name)!.call(...args);
      return this.#decode(kind, value);
    } catch (error) {
      if (error instanceof LuaError && this.#thrown !== undefined) throw this.#thrown;
      throw error;
    }
  }

  /** For Lua. */
  #encode(value: unknown): [Kind, HostValue] {
    if (value === null || value === undefined) return [Kind.Plain, undefined];
    if (typeof value !== "object" && typeof value !== "function") return [Kind.Plain, value as HostValue];
    return [Kind.Table, this.#numberOf(value)];
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
    const methods = methodsOf(value);
    if (methods.length > 0) {
      // An object of a class stays here, and Lua calls it.
      this.#ours.set(number, value);
      for (const [name, method] of methods) this.#glued("set", number, name, ...this.#encode(method));
    } else this.#handOver(value, number);
    return number;
  }

  /** Copies an object to its table, and makes it a view of that: what either side writes later, the other one reads. */
  #handOver(value: object, number: number): void {
    const key = keyOf(value);
    for (const name of Object.keys(value)) {
      this.#glued("set", number, key(name), ...this.#encode(Reflect.get(value, name)));
      if (ArrayBuffer.isView(value) || Object.isFrozen(value)) continue;
      Object.defineProperty(value, name, {
        get: () => this.#glued("get", number, key(name)),
        set: (written) => void this.#glued("set", number, key(name), ...this.#encode(written)),
        configurable: true,
        enumerable: true,
      });
    }
  }

  #hostFunction(value: (...args: unknown[]) => unknown): HostFunction {
    return (...args) => {
      try {
        const given: unknown[] = [];
        for (let i = 0; i < args.length; i += 2) given.push(this.#decode(args[i], args[i + 1]));
        return this.#encode(value(...given));
      } catch (error) {
        if (error instanceof LuaError) throw error;
        this.#thrown = error;
        throw new LuaError(String(error));
      }
    };
  }

  #decode(kind: LuaValue, value: LuaValue): unknown {
    if (kind === undefined || kind === Kind.Plain) {
      return typeof value === "number" && this.#vm.version === "5.3" ? decimal(value) : value;
    }
    const number = value as number;
    if (this.#ours.has(number)) return this.#ours.get(number);
    return this.#known(number, (n) =>
      kind === Kind.Function ? this.#callable(n) : this.#view(n, kind === Kind.Array),
    );
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
    return (...args: unknown[]) => this.#glued("call", number, ...args.flatMap((arg) => this.#encode(arg)));
  }

  /** A table of Lua's as if it were an object, or an array, of ours: what is read and written is Lua's. */
  #view(number: number, hasElements: boolean): object {
    let isArray = hasElements;
    const key = (name: string): HostValue => (/^\d+$/.test(name) ? Number(name) + Number(isArray) : name);
    const read = (name: string): unknown => this.#glued("get", number, key(name));
    const length = (): number => Number(this.#glued("length", number));
    const names = (): string[] => {
      if (isArray) return [...Array.from({ length: length() }, (_, i) => String(i)), "length"];
      const keys = String(this.#glued("keys", number));
      return keys === "" ? [] : keys.split("\n");
    };
    return new Proxy<object>(isArray ? [] : {}, {
      get: (target, name) => {
        if (typeof name === "symbol") return Reflect.get(target, name) as unknown;
        // Nothing tells an empty array, but what it is used for.
        isArray = isArray || (name in Array.prototype && names().length === 0);
        if (isArray && name === "length") return length();
        if (isArray && !/^\d+$/.test(name)) return Reflect.get(Array.prototype, name) as unknown;
        return read(name);
      },
      set: (_, name, value) => {
        if (isArray && name === "length") return true;
        this.#glued("set", number, key(String(name)), ...this.#encode(value));
        return true;
      },
      has: (_, name) => typeof name === "string" && names().includes(name),
      ownKeys: names,
      getOwnPropertyDescriptor: (target, name) => {
        if (isArray && name === "length") return { ...Reflect.getOwnPropertyDescriptor(target, name), value: length() };
        if (typeof name === "symbol" || !names().includes(name)) return undefined;
        return { configurable: true, enumerable: true, writable: true, value: read(name) };
      },
    });
  }
}

/** An array counts from 1 in Lua. A typed array is what the firmware has for memory of fixed size, which counts from 0 there too. */
function keyOf(value: object): (name: string) => HostValue {
  if (Array.isArray(value)) return (name) => Number(name) + 1;
  return ArrayBuffer.isView(value) ? Number : (name) => name;
}

/** What an object of a class that has methods can be called with; nothing where it is only data. */
function methodsOf(value: object): [name: string, method: unknown][] {
  const names = new Set<string>();
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at as object, "hasOwnProperty") || Array.isArray(value) || ArrayBuffer.isView(value)) break;
    Object.getOwnPropertyNames(at).forEach((name) => names.add(name));
  }
  names.delete("constructor");
  if (names.size === 0) return [];
  return [...names, ...Object.keys(value)]
    .map((name): [string, unknown] => [name, Reflect.get(value, name)])
    .filter((entry): entry is [string, (...args: unknown[]) => unknown] => typeof entry[1] === "function")
    .map(([name, method]) => [name, method.bind(value)]);
}

/** The shortest decimal number that is this one in single precision: what a program wrote as 0.1 comes as 0.1, not as 0.100000001490116. */
function decimal(single: number): number {
  // One that is short already is exact, such as 77 / 1024.
  if (!Number.isFinite(single) || String(single).length < 14) return single;
  for (let digits = 6; ; digits++) {
    const shown = Number(single.toPrecision(digits));
    if (digits === 9 || Math.fround(shown) === single) return shown;
  }
}

const programs = new Map<LuaVersion, string>();

/** All of the firmware but its engines, which `expose` is given module by module. Compiled once in a run. */
function compiled(version: LuaVersion): string {
  let program = programs.get(version);
  if (program === undefined) {
    const paths = ROOMS.flatMap((room) => sourceFiles(root, `firmware/${room}`)).map(moduleOf);
    const source = (firmware: string): string =>
      paths.map((path, i) => `import * as module${i} from "${firmware}/${path}";\n`).join("") +
      "declare function expose(name: string, exports: object): void;\n" +
      paths.map((path, i) => `expose("${path}", module${i});\n`).join("");
    const kept = keptBuilds(root);
    const key = kept.key(["modules", version, source("./firmware")]);
    program = kept.read<string>(key) ?? compileLua(source, root, version).code;
    kept.write(key, program);
    programs.set(version, program);
  }
  return program;
}
