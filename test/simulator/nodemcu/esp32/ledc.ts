import type { HostValue, LuaTable, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import { badArgument, integer, self, table } from "../arguments";
import type { Variant } from "./variants";

const CLOCK_HZ = 80_000_000;
const TIMERS = 4;
const DEFAULT_BITS = 13;
const LARGEST_BITS = 20;
/** ESP_FAIL, ESP_ERR_INVALID_ARG */
const [FAIL, INVALID] = [-1, 0x102];

interface Channel {
  readonly timer: Timer;
  readonly pin: SimulatedPin;
  duty: number;
  isStopped: boolean;
}

type LedcVariant = Pick<Variant, "hasFastLedc" | "ledcChannels" | "isInputOnly">;

/** Shared by the channels that name it. */
interface Timer {
  hz: number;
  bits: number;
  readonly channels: Set<Channel>;
}

/** The module `ledc`: square waves on any output, by the channels and four timers of each speed. */
export class Ledc {
  readonly #pins: readonly SimulatedPin[];
  readonly #variant: LedcVariant;
  readonly #timers = new Map<string, Timer>();
  readonly #channels = new Map<string, Channel>();
  readonly #class: LuaClass;
  readonly module: { readonly [name: string]: HostValue };

  constructor(pins: readonly SimulatedPin[], variant: LedcVariant) {
    this.#pins = pins;
    this.#variant = variant;
    const get = (value: LuaValue): Channel => self<Channel>(value, this.#class);
    this.#class = new LuaClass("ledc.channel", {
      getduty: (channel) => get(channel).duty,
      setduty: (value, duty) => {
        const channel = get(value);
        channel.duty = integer(duty, 2);
        channel.isStopped = false;
        this.#drive(channel);
      },
      getfreq: (channel) => get(channel).timer.hz,
      setfreq: (value, hz) => {
        const { timer } = get(value);
        const wanted = integer(hz, 2);
        if (!canCount(wanted, timer.bits)) throw new LuaError(`set freq failed, code ${FAIL}`);
        timer.hz = wanted;
        for (const channel of timer.channels) this.#drive(channel);
      },
      stop: (value, level) => {
        const channel = get(value);
        const idle = integer(level, 2);
        if (idle !== 0 && idle !== 1) throw badArgument(1, "Invalid idle level");
        channel.isStopped = true;
        channel.pin.output(idle, 0);
      },
    });
    const named = (name: string, count: number, from = 0): [string, number][] =>
      Array.from({ length: count }, (_, i) => [name.replace("N", String(from + i)), from + i]);
    this.module = {
      ...Object.fromEntries([
        ...named("TIMER_N", TIMERS - 1),
        ...named("CHANNEL_N", variant.ledcChannels),
        ...named("TIMER_N_BIT", LARGEST_BITS - 9, 10),
      ]),
      // ESP-IDF numbers what a chip has: LOW_SPEED comes first where there is no fast half.
      ...(variant.hasFastLedc ? { HIGH_SPEED: 0, LOW_SPEED: 1 } : { LOW_SPEED: 0 }),
      IDLE_LOW: 0,
      IDLE_HIGH: 1,
      newChannel: (config) => this.#newChannel(table(config, 1)),
    };
  }

  #newChannel(config: LuaTable): LuaObject {
    const field = (name: string, from: number, to: number, otherwise?: number): number => {
      const value = config.get(name);
      if (value === undefined && otherwise !== undefined) return otherwise;
      const number = typeof value === "number" ? value : NaN;
      if (!(number >= from && number <= to)) throw badArgument(1, `${name}: must be in range ${from}-${to}`);
      return number;
    };
    const bits = field("bits", 1, LARGEST_BITS, DEFAULT_BITS);
    const hz = field("frequency", 1, 40_000_000);
    const mode = field("mode", 0, Number(this.#variant.hasFastLedc));
    const timerNumber = field("timer", 0, TIMERS - 1);
    const channelNumber = field("channel", 0, this.#variant.ledcChannels - 1);
    const duty = field("duty", 0, 2 ** LARGEST_BITS);
    const pin = this.#pins[field("gpio", 0, this.#pins.length - 1)];
    if (!canCount(hz, bits)) throw new LuaError(`timer configuration failed code ${FAIL}`);
    if (this.#variant.isInputOnly(pin.number)) throw new LuaError(`channel configuration failed code ${INVALID}`);

    const timerKey = `${mode}/${timerNumber}`;
    const timer = this.#timers.get(timerKey) ?? { hz, bits, channels: new Set<Channel>() };
    this.#timers.set(timerKey, Object.assign(timer, { hz, bits }));
    const channel: Channel = { timer, pin, duty, isStopped: false };
    const channelKey = `${mode}/${channelNumber}`;
    const before = this.#channels.get(channelKey);
    before?.timer.channels.delete(before);
    this.#channels.set(channelKey, channel);
    timer.channels.add(channel);
    // The others on the timer have its new frequency too.
    for (const each of timer.channels) this.#drive(each);
    return new LuaObject(this.#class, channel);
  }

  #drive({ pin, timer, duty, isStopped }: Channel): void {
    if (!isStopped) pin.output(Math.min(1, duty / 2 ** timer.bits), timer.hz);
  }
}

/** Whether the clock can be divided to a frequency at a resolution. */
function canCount(hz: number, bits: number): boolean {
  return hz >= 1 && hz * 2 ** bits <= CLOCK_HZ;
}
