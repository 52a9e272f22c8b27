import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaClass, LuaError, LuaObject } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, callback, integer, self, Slot } from "../arguments";
import type { Tasks } from "../tasks";

const SINGLE = 0;
const AUTO = 1;
const SEMI = 2;
const LONGEST_MS = 6_870_947;
/** FreeRTOS counts time in ticks; what an interval has beyond whole ticks is cut off. */
const TICK_US = 10_000;

interface Timer {
  readonly object: LuaObject;
  readonly run: Slot;
  mode: number;
  intervalTicks: number;
  isRegistered: boolean;
  isRunning: boolean;
  alarm: { cancel(): void } | undefined;
}

/** The module `tmr` of branch dev-esp32: objects only, and no clock in it. */
export class Timers {
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #class: LuaClass;
  readonly #alarms = new Set<{ cancel(): void }>();

  constructor(time: VirtualTime, tasks: Tasks) {
    this.#time = time;
    this.#tasks = tasks;
    const get = (value: LuaValue): Timer => self<Timer>(value, this.#class);
    this.#class = new LuaClass("tmr.timer", {
      register: (timer, ms, mode, run) => this.#register(get(timer), ms, mode, run),
      start: (timer) => this.#start(get(timer)),
      alarm: (timer, ms, mode, run) => {
        this.#register(get(timer), ms, mode, run);
        return this.#start(get(timer));
      },
      stop: (timer) => this.#stop(get(timer)),
      unregister: (value) => {
        const timer = get(value);
        this.#stop(timer);
        timer.isRegistered = false;
        timer.run.set(undefined);
      },
      interval: (value, ms) => {
        const timer = get(value);
        timer.intervalTicks = ticks(ms, 2);
        if (timer.isRunning) this.#schedule(timer, this.#tick + timer.intervalTicks);
      },
      state: (value) => {
        const timer = get(value);
        return timer.isRegistered ? [timer.isRunning, timer.mode] : [undefined];
      },
    });
  }

  readonly module: { readonly [name: string]: HostValue } = {
    ALARM_SINGLE: SINGLE,
    ALARM_AUTO: AUTO,
    ALARM_SEMI: SEMI,
    create: () => {
      const timer: Timer = {
        object: undefined as unknown as LuaObject,
        run: new Slot(),
        mode: SINGLE,
        intervalTicks: 0,
        isRegistered: false,
        isRunning: false,
        alarm: undefined,
      };
      (timer as { object: LuaObject }).object = new LuaObject(this.#class, timer);
      return timer.object;
    },
  };

  /** For a reset of the chip. */
  stop(): void {
    for (const alarm of this.#alarms) alarm.cancel();
  }

  get #tick(): number {
    return Math.floor(this.#time.nowUs / TICK_US);
  }

  #register(timer: Timer, ms: LuaValue, mode: LuaValue, run: LuaValue): void {
    const intervalTicks = ticks(ms, 2);
    const kind = integer(mode, 3);
    if (kind !== SINGLE && kind !== SEMI && kind !== AUTO) throw badArgument(3, "Invalid mode");
    const called: LuaFunction = callback(run, 4);
    this.#cancel(timer);
    timer.run.set(called);
    timer.mode = kind;
    timer.intervalTicks = intervalTicks;
    timer.isRegistered = true;
    timer.isRunning = false;
    if (intervalTicks === 0) throw new LuaError("FreeRTOS timer creation failed");
  }

  #start(timer: Timer): boolean {
    if (!timer.isRegistered || timer.run.held === undefined) throw new LuaError("timer not registered");
    if (timer.isRunning) return false;
    timer.isRunning = true;
    this.#schedule(timer, this.#tick + timer.intervalTicks);
    return true;
  }

  #stop(timer: Timer): boolean {
    this.#cancel(timer);
    const wasRunning = timer.isRunning;
    timer.isRunning = false;
    return wasRunning;
  }

  #schedule(timer: Timer, tick: number): void {
    this.#cancel(timer);
    const alarm = this.#time.after((tick * TICK_US - this.#time.nowUs) / 1000, () => {
      this.#alarms.delete(alarm);
      if (timer.mode === AUTO) this.#schedule(timer, tick + timer.intervalTicks);
      // Where the queue is full this alarm is lost.
      this.#tasks.post("high", () => this.#fire(timer));
    });
    timer.alarm = alarm;
    this.#alarms.add(alarm);
  }

  #cancel(timer: Timer): void {
    if (timer.alarm === undefined) return;
    timer.alarm.cancel();
    this.#alarms.delete(timer.alarm);
    timer.alarm = undefined;
  }

  #fire(timer: Timer): void {
    const run = timer.run.held;
    // Stopped or unregistered since it was posted.
    if (run === undefined || !timer.isRunning) return;
    if (timer.mode !== AUTO) timer.isRunning = false;
    if (timer.mode === SINGLE) timer.isRegistered = false;
    this.#tasks.callAs("timeout", run, timer.object);
    // A single alarm lets go of its callback, unless that has registered another.
    if (timer.mode === SINGLE && !timer.isRegistered && timer.run.held === run) timer.run.set(undefined);
  }
}

function ticks(ms: LuaValue, at: number): number {
  const interval = integer(ms, at);
  if (interval < 1 || interval > LONGEST_MS) throw badArgument(at, `Range: 1-${LONGEST_MS}`);
  return Math.floor((interval * 1000) / TICK_US);
}
