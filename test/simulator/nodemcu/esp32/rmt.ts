import type { HostValue, LuaFunction, LuaTable, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaFunction as Callback, LuaObject } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, integer, self, table, text } from "../arguments";
import type { Tasks } from "../tasks";

const CHANNELS = 8;
const CLOCK_TICK_PS = 12_500;
const LONGEST_IDLE = 65_535;
/** A level's length has 15 bits. */
const LONGEST_TICKS = 0x7fff;

interface Channel {
  readonly pin: SimulatedPin;
  readonly tickMs: number;
  readonly isSender: boolean;
  readonly idleTicks: number;
  told: LuaFunction | undefined;
  /** The levels since the first edge, with when they began; the last one goes on. */
  levels: { high: boolean; fromMs: number }[];
  idle: { cancel(): void } | undefined;
  unsubscribe: (() => void) | undefined;
}

/**
 * The module `rmt` of branch dev-esp32, without carriers: sends levels, and tells those that it received once none has ended for
 * the time that is called idle; the one that goes on then is not told.
 */
export class Rmt {
  readonly #pins: readonly SimulatedPin[];
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #class: LuaClass;
  readonly #channels: Channel[] = [];
  readonly module: { readonly [name: string]: HostValue };

  constructor(pins: readonly SimulatedPin[], time: VirtualTime, tasks: Tasks) {
    this.#pins = pins;
    this.#time = time;
    this.#tasks = tasks;
    const get = (value: LuaValue): Channel => self<Channel>(value, this.#class);
    this.#class = new LuaClass("rmt.channel", {
      on: (channel, event, run) => this.#listen(get(channel), event, run),
      send: (channel, levels) => this.#send(get(channel), text(levels, 2)),
    });
    this.module = {
      txsetup: (pin, tick) => this.#open(pin, tick, true, undefined),
      rxsetup: (pin, tick, options) =>
        this.#open(pin, tick, false, options === undefined ? undefined : table(options, 3)),
    };
  }

  /** For a reset of the chip. */
  stop(): void {
    for (const { unsubscribe, idle } of this.#channels) {
      unsubscribe?.();
      idle?.cancel();
    }
  }

  #open(pinValue: LuaValue, tick: LuaValue, isSender: boolean, options: LuaTable | undefined): HostValue[] {
    const divisor = Math.floor(integer(tick, 2) / CLOCK_TICK_PS);
    if (divisor < 1 || divisor > 255) throw badArgument(2, "Bit time out of range");
    const idleTicks = options?.get("idle_threshold") ?? LONGEST_IDLE;
    if (typeof idleTicks !== "number" || idleTicks < 0 || idleTicks > LONGEST_IDLE) {
      throw new LuaError("idle_threshold must be in the range 0 - 65535");
    }
    if (this.#channels.length === CHANNELS) throw new LuaError("no spare RMT channel");
    const pin = this.#pins[integer(pinValue, 1)];
    if (pin === undefined || (isSender && pin.number >= 34)) throw new LuaError("Failed to configure RMT");
    if (isSender) pin.output(0, 0);
    else pin.input("none");
    const tickMs = (divisor * CLOCK_TICK_PS) / 1e9;
    const rest = { told: undefined, levels: [], idle: undefined, unsubscribe: undefined };
    const channel: Channel = { pin, tickMs, isSender, idleTicks, ...rest };
    this.#channels.push(channel);
    return [new LuaObject(this.#class, channel), divisor * CLOCK_TICK_PS];
  }

  #send({ pin, tickMs, isSender }: Channel, levels: string): void {
    if (!isSender) throw new LuaError("Cannot send on an RX channel");
    if (levels.length % 2 !== 0) throw new LuaError("Length must be a multiple of 2");
    const bytes = Buffer.from(levels, "latin1");
    for (let i = 0; i < bytes.length; i += 2) {
      const level = bytes.readUInt16LE(i);
      const ticks = level & LONGEST_TICKS;
      if (ticks === 0) break;
      pin.output(level >> 15, 0);
      this.#time.advance(ticks * tickMs);
    }
    pin.output(0, 0);
  }

  #listen(channel: Channel, event: LuaValue, run: LuaValue): void {
    if (channel.isSender) throw new LuaError("Cannot receive on a TX channel");
    if (event !== "data") throw badArgument(2, "Must be 'data'");
    if (!(run instanceof Callback)) throw badArgument(3, "Must be a function");
    if (channel.told !== undefined) throw new LuaError("Can only call 'on' once");
    channel.told = run;
    channel.unsubscribe = channel.pin.onEdge((high) => {
      channel.idle?.cancel();
      channel.levels.push({ high, fromMs: this.#time.nowMs });
      channel.idle = this.#time.after(channel.idleTicks * channel.tickMs, () => this.#tell(channel));
    });
  }

  #tell(channel: Channel): void {
    const { levels, tickMs, told } = channel;
    channel.levels = [];
    const words = levels
      .slice(0, -1)
      .map(({ high, fromMs }, i) => Math.round((levels[i + 1].fromMs - fromMs) / tickMs) | (high ? 0x8000 : 0));
    if (words.length === 0 || told === undefined) return;
    // In pairs; the level that goes on has no length.
    const last = levels[levels.length - 1].high ? 0x8000 : 0;
    if (words.length % 2 === 1) words.push(last);
    const bytes = Buffer.alloc(words.length * 2);
    words.forEach((word, i) => bytes.writeUInt16LE(word, i * 2));
    this.#tasks.post("high", () => this.#tasks.call(told, bytes.toString("latin1")));
  }
}
