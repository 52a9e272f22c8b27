import { createContext, runInContext, Script, type Context } from "node:vm";
import { builtInClass, EngineObject, listen } from "./engine-objects";

type Members = Record<PropertyKey, unknown>;

/** Classes that every program defines: the first by a text of its own, the others when it calls what one of the engine's modules has. */
const ALWAYS_DEFINED = ["String", "Array", "Function", "Object"];

/** Classes that are defined when a program names them. */
const CLASSES = new Set(
  (
    "Number Boolean Date Error Promise RegExp ArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array " +
    "Int32Array Float32Array Float64Array Uint8ClampedArray"
  ).split(" "),
);

/** A name of four characters, of a property that a function has for the engine. */
const HIDDEN = "\xffths";

/**
 * What a program draws here in place of random numbers. A count is the same each time, and not less than what most chips have: a number
 * that is drawn low may fit into its name and take no variable, such as one in eight of the packet identifiers that a program begins with.
 */
const DRAWN = 0.75;

/** A program that is not through by then hangs. */
const LONGEST_BOOT_MS = 10_000;

/** The same of all that its callbacks do at the desk, which takes a second or two. */
const LONGEST_CALLS_MS = 60_000;

/** The world of a program: V8's, with a note of what in it the engine would keep, and from when on. */
export class World {
  readonly #context: Context;
  readonly #functionPrototype: object;
  /** What a native object gives for whatever it has not. */
  readonly #nothing: unknown;
  readonly #kept = new WeakMap<object, EngineObject>();
  readonly #defined = new Map<string, EngineObject>();

  /** @param isOfProgram Whether a function is the program's, and not the engine's */
  constructor(readonly isOfProgram: (made: object) => boolean) {
    this.#context = createContext({});
    const builtIns = runInContext("globalThis", this.#context) as Members;
    this.#functionPrototype = (builtIns["Function"] as FunctionConstructor).prototype;
    this.#nothing = this.#ofWorld(() => undefined);
    (builtIns["Math"] as Math).random = () => DRAWN;
    this.#noteNumbers(builtIns["Number"] as NumberConstructor);
    this.#noteBinding(builtIns["Function"] as FunctionConstructor);
    for (const name of ALWAYS_DEFINED) this.#define(name, builtInClass());
    for (const name of Object.getOwnPropertyNames(builtIns)) {
      const value = builtIns[name];
      if (CLASSES.has(name)) this.#global(name, () => [builtInClass(), value]);
      else if (typeof value === "object" && value !== null && name !== "globalThis") this.object(name, value);
    }
  }

  /** Globals that the engine has defined, with what it keeps of them. */
  get defined(): ReadonlyMap<string, EngineObject> {
    return this.#defined;
  }

  /** Runs a program. @throws what it throws, and where it does not end */
  run(code: string): void {
    new Script(code, { filename: "program" }).runInContext(this.#context, { timeout: LONGEST_BOOT_MS });
  }

  /** Runs something of the build's own that calls the program. @throws where the program does not come back from it */
  runGuarded(run: () => void): void {
    const name = "$run";
    this.#context[name] = run;
    try {
      new Script(`${name}()`).runInContext(this.#context, { timeout: LONGEST_CALLS_MS });
    } finally {
      delete this.#context[name];
    }
  }

  /** A global that takes nothing: a function of the engine, or what only the build knows of. */
  value(name: string, value: unknown): void {
    this.#context[name] = this.#ofWorld(value);
  }

  /** A global object of the engine, which takes variables from the moment on in which it is named. */
  object(name: string, members: object, keep: () => EngineObject = () => new EngineObject()): void {
    this.#global(name, () => {
      const kept = keep();
      const own: Members = { on: (event: string, listener: unknown) => listen(kept, event, listener) };
      for (const each of Object.getOwnPropertyNames(members)) own[each] = (members as Members)[each];
      return [kept, this.native(kept, own)];
    });
  }

  /** An object that is the engine's. What it has not does nothing. */
  native(kept: EngineObject, members: object): object {
    const own = members as Members;
    const made = new Proxy(own, {
      get: (_target, name) => (name in own || typeof name === "symbol" ? this.#ofWorld(own[name]) : this.#nothing),
    });
    this.#kept.set(made, kept);
    return made;
  }

  /** What the engine keeps of an object of its own; undefined for one of the program's. */
  keptOf(object: object): EngineObject | undefined {
    return this.#kept.get(object);
  }

  /** The prototype of what a class of the engine makes. */
  prototypeOf(className: string): unknown {
    return this.#define(className, builtInClass()).get("prototype");
  }

  bytes(count: number): Uint8Array {
    return runInContext(`new Uint8Array(${count})`, this.#context) as Uint8Array;
  }

  #define(name: string, made: EngineObject): EngineObject {
    const known = this.#defined.get(name);
    if (known !== undefined) return known;
    this.#defined.set(name, made);
    return made;
  }

  #global(name: string, make: () => [kept: EngineObject, shown: unknown]): void {
    let shown: unknown;
    Object.defineProperty(this.#context, name, {
      configurable: true,
      get: () => {
        if (shown !== undefined) return shown;
        const [kept, made] = make();
        this.#define(name, kept);
        return (shown = made);
      },
    });
  }

  /** Lets a function of ours be one of the program's world, whose methods are watched. */
  #ofWorld(value: unknown): unknown {
    return typeof value === "function" ? Object.setPrototypeOf(value, this.#functionPrototype) : value;
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
}
