import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaFunction as Callback } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, Slot, text } from "../arguments";
import type { Tasks } from "../tasks";
import { checkId, integer } from "./numbers";
import { GPIO_PINS } from "./pins";

const [INPUT, OUTPUT, OPENDRAIN, INT] = [0, 1, 2, 3];
const [FLOAT, PULLUP] = [0, 1];
const KINDS = ["none", "up", "down", "both", "low", "high"] as const;
type Kind = (typeof KINDS)[number];

interface Watch {
  readonly run: Slot;
  kind: Kind;
  unsubscribe: (() => void) | undefined;
  /** Edges since the callback was last called; the first of them had it called. */
  seen: number;
}

/** The module `gpio` of branch release (app/modules/gpio.c, app/platform/platform.c). Pins are NodeMCU's own, D0 to D12. */
export class Gpio {
  readonly module: { readonly [name: string]: HostValue };
  readonly #pins: readonly SimulatedPin[];
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #bootUs: number;
  readonly #closePwm: (pin: number) => void;
  readonly #modes = new Map<number, number>();
  readonly #pulls = new Map<number, number>();
  /** What is written to each output; kept also while the pin is an input. */
  readonly #levels = new Map<number, boolean>();
  readonly #watches = new Map<number, Watch>();

  /** @param closePwm Takes a square wave off a pin, as each change of its mode does. */
  constructor(pins: readonly SimulatedPin[], time: VirtualTime, tasks: Tasks, closePwm: (pin: number) => void) {
    this.#pins = pins;
    this.#time = time;
    this.#tasks = tasks;
    this.#bootUs = time.nowUs;
    this.#closePwm = closePwm;
    this.module = {
      INPUT,
      OUTPUT,
      OPENDRAIN,
      INT,
      LOW: 0,
      HIGH: 1,
      FLOAT,
      PULLUP,
      mode: (pin, mode, pull) => this.#setMode(pin, mode, pull),
      write: (pin, level) => {
        const number = checkId("gpio", integer(pin, 1), 0, GPIO_PINS);
        const wanted = integer(level, 2);
        if (wanted !== 0 && wanted !== 1) throw badArgument(2, "wrong level type");
        this.#levels.set(number, wanted === 1);
        // D0 becomes an output by being written.
        if (number === 0) this.#modes.set(number, OUTPUT);
        this.#drive(number);
      },
      read: (pin) => Number(this.#pins[checkId("gpio", integer(pin, 1), 0, GPIO_PINS)].level),
      trig: (...args) => this.#trig(args),
    };
  }

  /** For a reset of the chip. */
  stop(): void {
    for (const { unsubscribe } of this.#watches.values()) unsubscribe?.();
  }

  /** Makes a pin an output, as other modules do before they drive it themselves. */
  makeOutput(pin: number): void {
    this.#setMode(pin, OUTPUT, FLOAT);
  }

  #setMode(pinValue: LuaValue, modeValue: LuaValue, pullValue: LuaValue): void {
    const number = integer(pinValue, 1);
    const mode = integer(modeValue, 2);
    const pull = pullValue === undefined ? FLOAT : integer(pullValue, 3);
    if (number < 0 || number >= GPIO_PINS || (mode === INT && number === 0)) throw badArgument(1, "Invalid pin");
    if (mode !== OUTPUT && mode !== OPENDRAIN && mode !== INPUT && mode !== INT) throw badArgument(2, "wrong arg type");
    const watch = this.#watches.get(number);
    if (mode !== INT && watch !== undefined) {
      watch.unsubscribe?.();
      watch.run.set(undefined);
      this.#watches.delete(number);
    } else if (watch !== undefined) {
      // Until the next `trig`.
      watch.unsubscribe?.();
      watch.unsubscribe = undefined;
    }
    this.#closePwm(number);
    // D0 has no pull-up and no open drain; any mode but input drives it.
    this.#modes.set(number, number === 0 && mode !== INPUT ? OUTPUT : mode);
    this.#pulls.set(number, number === 0 ? FLOAT : pull);
    this.#drive(number);
  }

  #drive(number: number): void {
    const pin = this.#pins[number];
    const mode = this.#modes.get(number) ?? INPUT;
    const isHigh = this.#levels.get(number) ?? false;
    const drives = mode === OUTPUT || (mode === OPENDRAIN && !isHigh);
    if (drives) pin.output(Number(isHigh), 0);
    else pin.input(this.#pulls.get(number) === FLOAT || !this.#pulls.has(number) ? "none" : "up");
  }

  #trig(args: readonly LuaValue[]): void {
    const [pinValue, kindValue, run] = args;
    const number = integer(pinValue, 1);
    if (number < 1 || number >= GPIO_PINS) throw badArgument(1, "Invalid interrupt pin");
    const kind = (kindValue === undefined ? "none" : text(kindValue, 2)) as Kind;
    if (!KINDS.includes(kind)) throw badArgument(2, `invalid option '${kind}'`);
    const watch = this.#watches.get(number) ?? { run: new Slot(), kind: "none", unsubscribe: undefined, seen: 0 };
    this.#watches.set(number, watch);
    watch.unsubscribe?.();
    watch.unsubscribe = undefined;
    watch.seen = 0;
    watch.kind = kind;
    if (kind === "none") {
      watch.run.set(undefined);
      return;
    }
    const keeps = args.length === 2 && watch.run.held !== undefined;
    if (!keeps) {
      if (!(run instanceof Callback)) {
        watch.run.set(undefined);
        throw badArgument(3, "invalid callback type");
      }
      watch.run.set(run as LuaFunction);
    }
    this.#enable(number, watch);
  }

  /** What comes between the first edge and its callback is counted, and told with it. */
  #enable(number: number, watch: Watch): void {
    const pin = this.#pins[number];
    const { kind } = watch;
    const isLevel = kind === "low" || kind === "high";
    const happened = (level: boolean): void => {
      if (kind !== "both" && level !== (kind === "up" || kind === "high")) return;
      // A level's interrupt is off until its callback has come back.
      if (isLevel) {
        watch.unsubscribe?.();
        watch.unsubscribe = undefined;
      }
      if (++watch.seen > 1) return;
      const whenUs = this.#time.nowUs - this.#bootUs;
      const isPosted = this.#tasks.post("high", () => this.#tell(number, watch, level, whenUs));
      // Tried again with the next edge.
      if (!isPosted) watch.seen = 0;
    };
    watch.unsubscribe = pin.onEdge(happened);
    if (isLevel && pin.level === (kind === "high")) happened(pin.level);
  }

  #tell(number: number, watch: Watch, level: boolean, whenUs: number): void {
    const run = watch.run.held;
    if (run === undefined) return;
    const count = watch.seen;
    watch.seen = 0;
    this.#tasks.callAs("watch", run, Number(level), whenUs % 2 ** 31, count);
    const isLevel = watch.kind === "low" || watch.kind === "high";
    if (isLevel && watch.unsubscribe === undefined && watch.run.held !== undefined) this.#enable(number, watch);
  }
}
