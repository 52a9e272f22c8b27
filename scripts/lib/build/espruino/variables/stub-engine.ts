import { createContext, runInContext, type Context } from "node:vm";
import { builtInClass, EngineObject, listen, listenersOf, NUMBER } from "./engine-objects";
import { MODULES } from "./modules";
import type { Broker } from "./broker";
import { Timers } from "./timers";

type Callback = (...given: unknown[]) => void;
type Made = Record<PropertyKey, unknown>;

/** Classes that every program defines: the first a text of its own brings about, the others a call of what an engine's module has. */
const ALWAYS_DEFINED = ["String", "Array", "Function", "Object"];

/** Built-in classes by name, where a program names them itself. */
const CLASSES = new Set(
  "Number Boolean Date Error Promise RegExp ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray".split(
    " ",
  ),
);

/** Numbers behind a name, which the engine gives each time it is asked. */
const VALUES = new Set(["NaN", "Infinity", "undefined"]);

/** A name of four characters, of a property that a function has for the engine. */
const HIDDEN = "\xffths";

/** How long an idle pass takes, nominally. */
const PASS_MS = 5;

/**
 * An engine that does nothing of note, so that a program can be started on it: its pins read high, its buses give zeros, its Wi-Fi and
 * its broker are there. It knows what it would keep.
 */
export class StubEngine {
  readonly timers = new Timers();
  readonly brokers: Broker[] = [];
  readonly sockets: EngineObject[] = [];
  readonly context: Context;
  readonly #kept = new WeakMap<object, EngineObject>();
  readonly #defined = new Map<string, EngineObject>();
  readonly #modules = new Map<string, { kept: EngineObject; exports: object }>();
  readonly #watches: EngineObject[] = [];
  readonly #functionPrototype: object;
  readonly #nothing: unknown;

  /** @param isOfProgram Whether a function is the program's, and not the engine's */
  constructor(
    observer: object,
    observerName: string,
    readonly isOfProgram: (made: object) => boolean,
  ) {
    this.context = createContext({ [observerName]: observer });
    const builtIns = runInContext("globalThis", this.context) as Made;
    this.#functionPrototype = (builtIns["Function"] as FunctionConstructor).prototype;
    this.#nothing = this.#ofRealm(() => undefined);
    this.#noteNumbers(builtIns["Number"] as NumberConstructor);
    this.#noteBinding(builtIns["Function"] as FunctionConstructor);
    for (const name of ALWAYS_DEFINED) this.#define(name, builtInClass());
    for (const name of Object.getOwnPropertyNames(builtIns)) {
      const value = builtIns[name];
      if (name === observerName || name === "globalThis" || VALUES.has(name)) continue;
      if (CLASSES.has(name)) this.#global(name, value, builtInClass);
      else if (typeof value === "object" && value !== null) this.#global(name, value);
    }
    for (const [name, run] of Object.entries(this.#functions())) this.context[name] = this.#ofRealm(run);
    for (const [name, members] of Object.entries(this.#objects())) this.#global(name, members);
    for (const name of ["I2C1", "I2C2"]) {
      const self = new EngineObject();
      this.#global(name, this.native(self, this.#bus(self)), () => {
        self.add("__proto__", this.prototypeOf("I2C", builtInClass));
        return self;
      });
    }
  }

  /** What the engine has besides the program, by name: what it defined, and what it keeps for later. */
  get roots(): [name: string, value: unknown][] {
    const modules = new EngineObject([...this.#modules].map(([name, { kept }]) => [name, kept]));
    return [
      ...this.#defined,
      ["modules", modules],
      ["timers", this.timers.kept],
      ["watches", this.#watches],
      ...(this.sockets.length > 0
        ? ([
            ["HttpCC", this.sockets],
            ["net", "\0".repeat(12)],
          ] as [string, unknown][])
        : []),
    ];
  }

  /** What the engine keeps of an object of its own; undefined for one of the program's. */
  keptOf(object: object): EngineObject | undefined {
    return this.#kept.get(object);
  }

  /** An object that is the engine's. What it has not does nothing. */
  native(kept: EngineObject, members: object): object {
    const own = members as Made;
    const made = new Proxy(own, {
      get: (_target, name) => (name in own || typeof name === "symbol" ? this.#ofRealm(own[name]) : this.#nothing),
      has: () => true,
    });
    this.#kept.set(made, kept);
    return made;
  }

  /** Lets a function of ours be one of the program's world, whose methods are watched. */
  #ofRealm(value: unknown): unknown {
    return typeof value === "function" ? Object.setPrototypeOf(value, this.#functionPrototype) : value;
  }

  /** A class, and the prototype of what it makes. */
  prototypeOf(name: string, make: () => EngineObject): unknown {
    return this.#define(name, make()).get("prototype");
  }

  bytes(count: number): Uint8Array {
    return runInContext(`new Uint8Array(${count})`, this.context) as Uint8Array;
  }

  /** In the next idle pass. */
  later(run: () => void): void {
    this.timers.add(run, PASS_MS, false);
  }

  /** Calls what the program gave; what it throws goes where the engine brings it. */
  readonly call = (run: () => void): void => {
    try {
      run();
    } catch (thrown) {
      const listeners = listenersOf(this.#defined.get("process") ?? new EngineObject(), "uncaughtException");
      for (const each of listeners) each(thrown);
    }
  };

  closeSocket(kept: EngineObject): void {
    const at = this.sockets.indexOf(kept);
    if (at >= 0) this.sockets.splice(at, 1);
  }

  #define(name: string, made: EngineObject): EngineObject {
    const known = this.#defined.get(name);
    if (known !== undefined) return known;
    this.#defined.set(name, made);
    return made;
  }

  /** A global that takes variables from the moment on in which it is named. */
  #global(name: string, value: unknown, make: () => EngineObject = () => new EngineObject()): void {
    const isEngines = typeof value === "object" && value !== null && !this.#kept.has(value) && !CLASSES.has(name);
    let shown = value;
    let own: EngineObject | undefined;
    Object.defineProperty(this.context, name, {
      configurable: true,
      get: () => {
        if (own === undefined) {
          own = this.#define(name, make());
          if (isEngines) shown = this.native(own, this.#withListeners(value as object, own));
        }
        return shown;
      },
    });
  }

  /** The class of numbers is defined when something of a number is called. */
  #noteNumbers({ prototype }: NumberConstructor): void {
    const define = (): unknown => this.#define("Number", builtInClass());
    const methods = prototype as unknown as Record<string, (this: unknown, ...given: unknown[]) => string>;
    for (const name of ["toFixed", "toString"]) {
      const own = methods[name];
      methods[name] = function (this: unknown, ...given: unknown[]): string {
        define();
        return own.apply(this, given);
      };
    }
  }

  /** A bound function keeps what `this` is for it, what it is given first, and of one of the program's the code. */
  #noteBinding({ prototype }: FunctionConstructor): void {
    const bind = prototype.bind as (this: unknown, ...given: unknown[]) => object;
    const note = (target: object, bound: object, self: unknown, given: readonly unknown[]): void => {
      const slots = given.map((each): [string, unknown] => ["", each]);
      if (this.isOfProgram(target)) slots.push([HIDDEN, target]);
      this.#kept.set(bound, new EngineObject([...slots, [HIDDEN, self]]));
    };
    prototype.bind = function (this: object, self: unknown, ...given: unknown[]): unknown {
      const bound = bind.call(this, self, ...given);
      note(this, bound, self, given);
      return bound;
    } as typeof prototype.bind;
  }

  #withListeners(members: object, kept: EngineObject): object {
    const own: Made = { on: (event: string, listener: Callback) => listen(kept, event, listener) };
    for (const name of Object.getOwnPropertyNames(members)) own[name] = (members as Made)[name];
    return own;
  }

  #require(name: string): object {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const kept = new EngineObject();
    const exports = this.native(kept, MODULES[name]?.(this, kept) ?? {});
    this.#modules.set(name, { kept, exports });
    return exports;
  }

  #functions(): Readonly<Record<string, unknown>> {
    const { timers } = this;
    const start =
      (isRepeated: boolean) =>
      (run: Callback, ms: unknown, ...given: unknown[]): number =>
        timers.add(() => run(...given), ms, isRepeated, run);
    return {
      require: (name: string) => this.#require(name),
      setTimeout: start(false),
      setInterval: start(true),
      clearTimeout: (id: unknown) => timers.clear(id),
      clearInterval: (id: unknown) => timers.clear(id),
      getTime: () => 1 + timers.nowMs / 1000 + 1 / 65536,
      setWatch: (run: unknown, _pin: number, options: Made) => this.#watch(run, options),
      clearWatch: (id: number) => {
        delete this.#watches[id - 1];
      },
      getSerial: () => "24a16012-3456",
      analogRead: () => 0.41,
      digitalRead: () => 1,
      peek32: () => 1,
      atob: (text: string) => Buffer.from(text, "base64").toString("latin1"),
      btoa: (bytes: string) => Buffer.from(bytes, "latin1").toString("base64"),
      ...Object.fromEntries(
        "setTime pinMode digitalWrite digitalPulse analogWrite reset load print"
          .split(" ")
          .map((name) => [name, noted()]),
      ),
      OneWire: this.#oneWire(),
    };
  }

  #objects(): Readonly<Record<string, object>> {
    return {
      console: {},
      E: {
        toString: (bytes: ArrayBuffer) => Buffer.from(new Uint8Array(bytes)).toString("latin1"),
        getTemperature: () => 53.3,
        getErrorFlags: () => [],
      },
      ESP32: {},
      NRF: {},
      process: {
        memory: () => ({ free: 1500, usage: 1000, total: 2500, history: 0, blocksize: 14 }),
        env: { BOARD: "ESP32" },
        version: "2v29",
      },
    };
  }

  #watch(run: unknown, { repeat, debounce, edge }: Made): number {
    const kept = new EngineObject([["pin", NUMBER]]);
    if (repeat === true) kept.add("recur", true);
    if (Number(debounce) > 0) kept.add("debounce", NUMBER);
    if (edge !== "both") kept.add("edge", 1);
    kept.add("cb", run);
    kept.add("state", false);
    return this.#watches.push(kept);
  }

  #bus(self: EngineObject): object {
    return {
      setup: (options: object) => self.add("opt", options),
      readFrom: (_address: number, count: number) => this.bytes(count),
      readReg: (_address: number, _register: number, count: number) => this.bytes(count),
    };
  }

  #oneWire(): unknown {
    const make = (): object => {
      const self = new EngineObject([
        ["__proto__", this.prototypeOf("OneWire", builtInClass)],
        ["pin", NUMBER],
      ]);
      return this.native(self, { reset: () => false, search: () => [], read: (count: number) => this.bytes(count) });
    };
    return function (): object {
      return make();
    };
  }
}

/** A function of its own each time, as the engine's are. */
function noted(): () => undefined {
  return () => undefined;
}
