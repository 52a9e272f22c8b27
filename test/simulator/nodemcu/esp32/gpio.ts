import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import type { Pull, SimulatedPin } from "../../pins";
import { badArgument, integer, optionalInteger, Slot, table, typeName } from "../arguments";
import type { Tasks } from "../tasks";

const IN = 1;
const OUT = 2;
const IN_OUT = 3;
const PULL_UP = 1;
const PULL_DOWN = 2;
const [INTR_NONE, INTR_UP, INTR_DOWN, INTR_UP_DOWN, INTR_LOW, INTR_HIGH] = [0, 1, 2, 3, 4, 5];

interface Watch {
  readonly run: Slot;
  unsubscribe: (() => void) | undefined;
}

/** The module `gpio` of branch dev-esp32. */
export class Gpio {
  readonly #pins: readonly SimulatedPin[];
  readonly #tasks: Tasks;
  readonly #isInputOnly: (pin: number) => boolean;
  /** What each pin is set to; those that are not here are as reset left them, without their input. */
  readonly #modes = new Map<number, { mode: number; openDrain: boolean; pull: Pull }>();
  readonly #levels = new Map<number, boolean>();
  readonly #watches = new Map<number, Watch>();

  constructor(pins: readonly SimulatedPin[], tasks: Tasks, isInputOnly: (pin: number) => boolean) {
    this.#pins = pins;
    this.#isInputOnly = isInputOnly;
    this.#tasks = tasks;
  }

  readonly module: { readonly [name: string]: HostValue } = {
    IN,
    OUT,
    IN_OUT,
    FLOATING: 0,
    PULL_UP,
    PULL_DOWN,
    PULL_UP_DOWN: PULL_UP | PULL_DOWN,
    INTR_NONE,
    INTR_UP,
    INTR_DOWN,
    INTR_UP_DOWN,
    INTR_LOW,
    INTR_HIGH,
    config: (...configs) => configs.forEach((config, i) => this.#config(config, i + 1)),
    write: (pin, level) => {
      const target = this.#pin(pin);
      if (this.#isInputOnly(target.number)) throw new LuaError("invalid argument");
      this.#levels.set(target.number, integer(level, 2) !== 0);
      this.#drive(target);
    },
    read: (pin) => {
      const target = this.#pin(pin);
      const mode = this.#modes.get(target.number)?.mode ?? 0;
      // Without its input switched on a pin reads low, an output too.
      return Number((mode & IN) !== 0 && target.level);
    },
    trig: (pin, kind, run) => this.#trig(this.#pin(pin), optionalInteger(kind, 2, INTR_NONE), run),
  };

  /** For a reset of the chip. */
  stop(): void {
    for (const { unsubscribe } of this.#watches.values()) unsubscribe?.();
  }

  #pin(value: LuaValue): SimulatedPin {
    const pin = this.#pins[integer(value, 1)];
    if (pin === undefined) throw new LuaError("invalid argument");
    return pin;
  }

  #config(value: LuaValue, at: number): void {
    const config = table(value, at);
    const mode = integer(config.get("dir"), -1);
    const openDrain = optionalInteger(config.get("opendrain"), -1, 0) !== 0;
    const pulls = optionalInteger(config.get("pull"), -1, 0);
    const pull: Pull = (pulls & PULL_UP) !== 0 ? "up" : (pulls & PULL_DOWN) !== 0 ? "down" : "none";
    const which = config.get("gpio");
    let numbers: LuaValue[];
    if (which instanceof Map) numbers = [...(which as ReadonlyMap<LuaValue, LuaValue>).values()];
    else if (typeof which === "number") numbers = [which];
    else throw new LuaError("missing/bad 'gpio' field");
    for (const number of numbers) {
      const pin = this.#pin(number);
      if ((mode & OUT) !== 0 && this.#isInputOnly(pin.number)) throw new LuaError("invalid argument");
      this.#modes.set(pin.number, { mode, openDrain, pull: this.#isInputOnly(pin.number) ? "none" : pull });
      this.#unwatch(pin.number);
      this.#drive(pin);
    }
  }

  #drive(pin: SimulatedPin): void {
    const set = this.#modes.get(pin.number);
    if (set === undefined) return;
    const isHigh = this.#levels.get(pin.number) ?? false;
    if ((set.mode & OUT) === 0 || (set.openDrain && isHigh)) pin.input(set.pull);
    else if (pin.hz === 0 || !pin.isOutput) pin.output(Number(isHigh), 0);
  }

  #trig(pin: SimulatedPin, kind: number, run: LuaValue): void {
    if (run !== undefined && !(run instanceof Callback))
      throw badArgument(3, `function expected, got ${typeName(run)}`);
    this.#unwatch(pin.number);
    const watch = this.#watches.get(pin.number) ?? { run: new Slot(), unsubscribe: undefined };
    this.#watches.set(pin.number, watch);
    if (kind === INTR_NONE) {
      watch.run.set(undefined);
      return;
    }
    if (run !== undefined) watch.run.set(run as LuaFunction);
    this.#enable(pin, kind, watch);
  }

  /** One edge, then none until the callback for it has come back: those between are not told. */
  #enable(pin: SimulatedPin, kind: number, watch: Watch): void {
    const isTold = (level: boolean): boolean =>
      kind === INTR_UP_DOWN || (kind === INTR_UP || kind === INTR_HIGH ? level : !level);
    const happened = (level: boolean): void => {
      if (!isTold(level)) return;
      watch.unsubscribe?.();
      watch.unsubscribe = undefined;
      this.#tasks.post("low", () => {
        const run = watch.run.held;
        if (run === undefined) return;
        this.#tasks.callAs("watch", run, pin.number, Number(level));
        if (watch.run.held !== undefined && watch.unsubscribe === undefined) this.#enable(pin, kind, watch);
      });
    };
    watch.unsubscribe = pin.onEdge(happened);
    if ((kind === INTR_LOW && !pin.level) || (kind === INTR_HIGH && pin.level)) happened(pin.level);
  }

  #unwatch(number: number): void {
    const watch = this.#watches.get(number);
    watch?.unsubscribe?.();
    if (watch !== undefined) watch.unsubscribe = undefined;
  }
}
