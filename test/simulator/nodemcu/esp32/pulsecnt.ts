import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaClass, LuaFunction as Callback, LuaObject } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import { badArgument, callback, integer, self } from "../arguments";

const UNITS = 8;
const NO_PIN = -1;
const [OFF, UP, DOWN] = [0, 1, 2];
const [LEAST, MOST] = [-32_768, 32_767];

interface Counter {
  count: number;
  /** Given by `create`: without one the driver leaves the limits' events off. */
  hasListener: boolean;
  /** Stops the edges of the pin that is counted. */
  unsubscribe: (() => void) | undefined;
}

/**
 * The module `pulsecnt` of branch dev-esp32, as far as its first channel goes, without a control pin. The listener is kept, and
 * not called: nobody waits for its events. Where a limit's event is off, the count is taken to run over as a number of 16 bits.
 */
export class PulseCounters {
  readonly #pins: readonly SimulatedPin[];
  readonly #class: LuaClass;
  readonly #counters = new Map<number, Counter>();
  readonly module: { readonly [name: string]: HostValue };

  constructor(pins: readonly SimulatedPin[]) {
    this.#pins = pins;
    const get = (value: LuaValue): Counter => self<Counter>(value, this.#class);
    this.#class = new LuaClass("pulsecnt.pctr", {
      getCnt: (counter) => get(counter).count,
      clear: (counter) => (get(counter).count = 0),
      chan0Config: (...args) => this.#configure(get(args[0]), args),
    });
    this.module = {
      PCNT_PIN_NOT_USED: NO_PIN,
      PCNT_MODE_KEEP: 0,
      PCNT_MODE_REVERSE: 1,
      PCNT_MODE_DISABLE: 2,
      PCNT_COUNT_DIS: OFF,
      PCNT_COUNT_INC: UP,
      PCNT_COUNT_DEC: DOWN,
      PCNT_H_LIM_VAL: MOST,
      PCNT_L_LIM_VAL: LEAST,
      create: (value, listener) => {
        const unit = integer(value, 1);
        if (unit < 0 || unit >= UNITS) throw badArgument(1, "The unit number allows 0 to 7");
        if (listener !== undefined) callback(listener, 2);
        this.#counters.get(unit)?.unsubscribe?.();
        const counter = { count: 0, hasListener: listener instanceof Callback, unsubscribe: undefined };
        this.#counters.set(unit, counter);
        return new LuaObject(this.#class, counter);
      },
    };
  }

  /** For a reset of the chip. */
  stop(): void {
    for (const { unsubscribe } of this.#counters.values()) unsubscribe?.();
  }

  #configure(counter: Counter, args: readonly LuaValue[]): void {
    const number = (at: number, name: string, from: number, to: number): number => {
      const value = integer(args[at - 1], at);
      if (value < from || value > to) throw badArgument(at, `The ${name} number allows ${from} to ${to}`);
      return value;
    };
    const pin = this.#pins[number(2, "pulse_gpio_num", NO_PIN, 40)];
    if (number(3, "ctrl_gpio_num", NO_PIN, 40) !== NO_PIN) throw badArgument(3, "control pins are not modelled");
    const [rising, falling] = [number(4, "pos_mode", OFF, DOWN), number(5, "neg_mode", OFF, DOWN)];
    number(6, "lctrl_mode", 0, 2);
    number(7, "hctrl_mode", 0, 2);
    const limits = [number(8, "counter_l_lim", LEAST, MOST), number(9, "counter_h_lim", LEAST, MOST)] as const;
    counter.unsubscribe?.();
    counter.count = 0;
    if (pin === undefined) return;
    pin.input(pin.number >= 34 ? "none" : "up");
    counter.unsubscribe = pin.onEdge((level) => step(counter, level ? rising : falling, limits));
  }
}

function step(counter: Counter, mode: number, [low, high]: readonly [number, number]): void {
  if (mode === OFF) return;
  counter.count += mode === UP ? 1 : -1;
  const isAtLimit = counter.count === low || counter.count === high;
  if (isAtLimit && counter.hasListener) counter.count = 0;
  else if (counter.count > MOST) counter.count = LEAST;
  else if (counter.count < LEAST) counter.count = MOST;
}
