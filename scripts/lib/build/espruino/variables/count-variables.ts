import { COLD } from "../shape/cold";
import { Count, type Made, type Scope, type Told } from "./count";
import { ESP32_LAYOUT, type Layout } from "./layout";
import { observe, OBSERVER, type Observed } from "./observed";
import { StubEngine } from "./stub-engine";
import { World } from "./world";

/** A share of the variables, by the place in the program where its global is declared. */
export interface VariablesAt {
  /** Undefined for what the engine keeps for the program: timers, watches, modules, the connection. */
  at?: number;
  variables: number;
}

/** What a program keeps of the interpreter's variables, beside what that takes for itself. */
export interface VariableCount {
  /** When it has booted, and has done nothing else yet. */
  boot: number;
  /** Some seconds after the broker has let it in; undefined where it does not come so far here. */
  connected?: number;
  /** The connected ones, or those at boot, one by one. */
  places: VariablesAt[];
}

/** What calls cold functions: a name and a reference to their text, and a function of two parameters. */
const COLD_VARIABLES = 8;

/** Until it is connected, at the longest; it waits for its address, and some boards wait for more. */
const LONGEST_MS = 120_000;
/** Then it has told all that it tells first. */
const SETTLED_MS = 10_000;

/**
 * Counts what a program for Espruino takes in variables. It is started here, on an engine that does nothing, and says itself what it
 * keeps; the interpreter's layout decides what that costs.
 * @param code Minified, not of tokens
 * @param isOfTokens Whether it will be: texts that stand in it are then no copies, but references into flash memory
 * @returns undefined where it does not start so
 */
export function countVariables(
  code: string,
  isOfTokens: boolean,
  layout: Layout = ESP32_LAYOUT,
): VariableCount | undefined {
  const run = new ObservedRun(observe(code), isOfTokens, layout);
  if (!run.boot()) return undefined;
  const atBoot = run.places();
  const isConnected = run.connect();
  const places = isConnected ? run.places() : atBoot;
  return { boot: total(atBoot), ...(isConnected ? { connected: total(places) } : {}), places };
}

class ObservedRun implements Told {
  readonly #world: World;
  readonly #engine: StubEngine;
  readonly #functions = new Map<object, Made>();
  #globals: Scope = {};

  constructor(
    readonly program: Observed,
    readonly isOfTokens: boolean,
    readonly layout: Layout,
  ) {
    const observer = {
      globals: (scope: Scope) => {
        this.#globals = scope;
      },
      scope: (scope: Scope) => scope,
      made: (made: object, index: number, scopes: readonly Scope[]) => {
        this.#functions.set(made, { facts: program.functions[index], scopes });
        return made;
      },
    };
    this.#world = new World((made) => this.#functions.has(made));
    this.#world.value(OBSERVER, observer);
    this.#engine = new StubEngine(this.#world);
  }

  /** @returns whether it got through */
  boot(): boolean {
    try {
      this.#world.run(this.program.code);
      return true;
    } catch {
      return false;
    }
  }

  /** @returns whether a broker let it in */
  connect(): boolean {
    const { timers, brokers, call } = this.#engine;
    try {
      this.#world.runGuarded(() => {
        while (timers.nowMs < LONGEST_MS && !brokers.some(({ hasSession }) => hasSession)) timers.pass(100, call);
        timers.pass(SETTLED_MS, call);
      });
    } catch {
      // A callback of the board's own program does not end.
      return false;
    }
    return brokers.some(({ hasSession }) => hasSession);
  }

  places(): VariablesAt[] {
    const count = new Count(this, this.layout);
    const isCold = (name: string): boolean => this.isOfTokens && name.startsWith(COLD);
    const places: VariablesAt[] = this.program.globals
      .filter(({ name }) => !isCold(name))
      .map(({ name, at }) => ({ at, variables: count.scope({ [name]: this.#globals[name] }) }));
    const kept = this.#engine.roots.map(([name, value]) => count.slot(name, value));
    const cold = this.program.globals.some(({ name }) => isCold(name)) ? COLD_VARIABLES : 0;
    return [...places, { variables: kept.reduce((sum, each) => sum + each, cold) }];
  }

  factsOf(made: object): Made | undefined {
    return this.#functions.get(made);
  }

  keptOf(object: object): ReturnType<Told["keptOf"]> {
    return this.#world.keptOf(object);
  }

  isInFlash(text: string): boolean {
    return this.isOfTokens && this.program.texts.has(text);
  }
}

function total(places: readonly VariablesAt[]): number {
  return places.reduce((sum, { variables }) => sum + variables, 0);
}
