import type { Broker } from "./broker";
import { EngineObject, listenersOf, NUMBER } from "./engine-objects";
import { MODULES, type ModuleEngine } from "./modules";
import { Timers } from "./timers";
import type { World } from "./world";

type Callback = (...given: unknown[]) => void;

/** How long an idle pass takes, nominally. */
const PASS_MS = 5;

/** Functions that do something to the chip and nothing to memory. */
const EFFECTS = "setTime pinMode digitalWrite digitalPulse analogWrite reset load print".split(" ");

/**
 * An engine that does nothing of note, so that a program can be started on it: its pins read high, its buses give zeros, its Wi-Fi and
 * its broker are there. It knows what it would keep.
 */
export class StubEngine implements ModuleEngine {
  readonly timers = new Timers();
  readonly brokers: Broker[] = [];
  readonly sockets: EngineObject[] = [];
  readonly #modules = new Map<string, { kept: EngineObject; exports: object }>();
  readonly #watches: EngineObject[] = [];

  constructor(readonly world: World) {
    for (const name of EFFECTS) world.value(name, () => undefined);
    for (const [name, value] of Object.entries(this.#functions())) world.value(name, value);
    for (const [name, members] of Object.entries(OBJECTS)) world.object(name, members);
    for (const name of ["I2C1", "I2C2"]) {
      const kept = new EngineObject();
      world.object(name, this.#bus(kept), () => {
        kept.add("__proto__", world.prototypeOf("I2C"));
        return kept;
      });
    }
  }

  /** What the engine has besides the program, by name: what it defined, and what it keeps for later. */
  get roots(): [name: string, value: unknown][] {
    const modules = new EngineObject([...this.#modules].map(([name, { kept }]) => [name, kept]));
    const sockets: [string, unknown][] = [
      ["HttpCC", this.sockets],
      ["net", "\0".repeat(12)],
    ];
    return [
      ...this.world.defined,
      ["modules", modules],
      ["timers", this.timers.kept],
      ["watches", this.#watches],
      ...(this.sockets.length > 0 ? sockets : []),
    ];
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
      const chipProcess = this.world.defined.get("process");
      if (chipProcess === undefined) return;
      for (const each of listenersOf(chipProcess, "uncaughtException")) each(thrown);
    }
  };

  closeSocket(kept: EngineObject): void {
    const at = this.sockets.indexOf(kept);
    if (at >= 0) this.sockets.splice(at, 1);
  }

  #functions(): Readonly<Record<string, unknown>> {
    const { timers, world } = this;
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
      setWatch: (run: unknown, _pin: number, options: Record<string, unknown>) => this.#watch(run, options),
      clearWatch: (id: number) => {
        delete this.#watches[id - 1];
      },
      getSerial: () => "24a16012-3456",
      analogRead: () => 0.41,
      digitalRead: () => 1,
      peek32: () => 1,
      atob: (text: string) => Buffer.from(text, "base64").toString("latin1"),
      btoa: (bytes: string) => Buffer.from(bytes, "latin1").toString("base64"),
      OneWire: function () {
        const kept = new EngineObject([["__proto__", world.prototypeOf("OneWire")]]);
        kept.add("pin", NUMBER);
        return world.native(kept, {
          reset: () => false,
          search: () => [],
          read: (count: number) => world.bytes(count),
        });
      },
    };
  }

  #require(name: string): object {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports;
    const kept = new EngineObject();
    const exports = this.world.native(kept, MODULES[name]?.(this, kept) ?? {});
    this.#modules.set(name, { kept, exports });
    return exports;
  }

  #watch(run: unknown, { repeat, debounce, edge }: Record<string, unknown>): number {
    const kept = new EngineObject([["pin", NUMBER]]);
    if (repeat === true) kept.add("recur", true);
    if (Number(debounce) > 0) kept.add("debounce", NUMBER);
    if (edge !== "both") kept.add("edge", 1);
    kept.add("cb", run);
    kept.add("state", false);
    return this.#watches.push(kept);
  }

  #bus(kept: EngineObject): object {
    return {
      setup: (options: object) => kept.add("opt", options),
      readFrom: (_address: number, count: number) => this.world.bytes(count),
      readReg: (_address: number, _register: number, count: number) => this.world.bytes(count),
    };
  }
}

/** The engine's global objects, as far as a program wants an answer of them. */
const OBJECTS: Readonly<Record<string, object>> = {
  console: {},
  E: {
    toString: (bytes: ArrayBuffer) => Buffer.from(new Uint8Array(bytes)).toString("latin1"),
    getTemperature: () => 53.3,
    getErrorFlags: () => [],
  },
  ESP32: {},
  // As the loader leaves it for a program that is not on trial.
  global: { MOTE_SLOT: "a", MOTE_TRIAL: undefined },
  NRF: {},
  process: {
    memory: () => ({ free: 1500, usage: 1000, total: 2500, history: 0, blocksize: 14 }),
  },
};
