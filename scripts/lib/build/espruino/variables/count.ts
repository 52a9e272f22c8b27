import { EngineObject } from "./engine-objects";
import { fitsInName, flatVariables, nameVariables, textVariables, type Layout } from "./layout";
import type { FunctionFacts } from "./observed";

/** A function of the program, with the scopes in which it was made: the outermost first. */
export interface Made {
  facts: FunctionFacts;
  scopes: readonly Scope[];
}

/** What a program told of itself. */
export interface Told {
  /** What the interpreter keeps of a function of the program; undefined for one of the engine's. */
  factsOf(made: object): Made | undefined;
  /** What the engine keeps of an object of its own. */
  keptOf(object: object): EngineObject | undefined;
  /** Whether a text is one that stands in the program: it is a reference into flash memory then. */
  isInFlash(text: string): boolean;
}

/** The names of a scope, with what gives their values; it throws where there is none yet. */
export type Scope = Readonly<Record<string, () => unknown>>;

/** Names of a function's properties that hold its code, its scopes and its own name. */
const HIDDEN_NAME = 4;

/** Counts variables as the interpreter lays out values (jsvar.c). What is met twice counts once. */
export class Count {
  readonly #seen = new Set<unknown>();

  constructor(
    readonly told: Told,
    readonly layout: Layout,
  ) {}

  /** A name and what it leads to. */
  slot(name: string, value: unknown): number {
    const own = nameVariables(name.length, this.layout);
    return typeof value === "number" && fitsInName(value) ? own : own + this.value(value);
  }

  /** All names of a scope that are declared by now. */
  scope(scope: Scope): number {
    let sum = 0;
    for (const name of Object.keys(scope)) {
      const value = valueOf(scope[name]);
      if (value !== undefined) sum += this.slot(name, value.is);
    }
    return sum;
  }

  value(value: unknown): number {
    if (value === undefined) return 0;
    if (typeof value === "string") return this.#text(value);
    if ((typeof value !== "object" && typeof value !== "function") || value === null) return 1;
    const ours = typeof value === "function" ? this.told.factsOf(value) : undefined;
    // Each time that one of the engine's is named it is made anew.
    if (typeof value === "function" && ours === undefined && this.told.keptOf(value) === undefined) return 1;
    if (this.#seen.has(value)) return 0;
    this.#seen.add(value);
    return ours === undefined ? this.#object(value) : this.#function(value, ours);
  }

  #text(text: string): number {
    return this.told.isInFlash(text) ? 1 : textVariables(text.length, this.layout);
  }

  #function(made: object, { facts, scopes }: Made): number {
    const parameters = facts.parameters.map((name) => nameVariables(name.length, this.layout));
    const name = facts.ownName === undefined ? 0 : this.#hidden() + 1;
    const body = facts.isEmpty ? 0 : this.#hidden() + 1 + this.#scopes(scopes);
    return 1 + sum(parameters) + body + name + this.#properties(made);
  }

  /** One scope is kept as it is, several in a list of the function's own. */
  #scopes(scopes: readonly Scope[]): number {
    if (scopes.length === 0) return 0;
    const own = scopes.filter((each) => !this.#seen.has(each));
    for (const each of own) this.#seen.add(each);
    const list = scopes.length > 1 ? 1 + scopes.length : 0;
    return this.#hidden() + list + sum(own.map((each) => 1 + this.scope(each)));
  }

  #hidden(): number {
    return nameVariables(HIDDEN_NAME, this.layout);
  }

  #object(object: object): number {
    const kept = object instanceof EngineObject ? object : this.told.keptOf(object);
    if (kept !== undefined) {
      this.#seen.add(kept);
      return 1 + sum(kept.slots.map(([name, value]) => this.slot(name, value)));
    }
    if (ArrayBuffer.isView(object)) return 1 + this.value(object.buffer);
    // Of another realm, so no class tells it.
    if (Object.prototype.toString.call(object) === "[object ArrayBuffer]") {
      return 1 + flatVariables((object as ArrayBuffer).byteLength, this.layout);
    }
    if (Array.isArray(object)) return 1 + sum(Object.keys(object).map((at) => this.#element(object[Number(at)])));
    return 1 + this.#properties(object);
  }

  #element(value: unknown): number {
    if (typeof value === "boolean" || (typeof value === "number" && fitsInName(value))) return 1;
    return 1 + this.value(value);
  }

  #properties(object: object): number {
    return sum(
      Object.keys(object).map((name) => {
        const value = (object as Record<string, unknown>)[name];
        // A number as a name is one, as in an array.
        return /^(0|[1-9]\d{0,8})$/.test(name) ? this.#element(value) : this.slot(name, value);
      }),
    );
  }
}

function valueOf(get: () => unknown): { is: unknown } | undefined {
  try {
    return { is: get() };
  } catch {
    return undefined;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
