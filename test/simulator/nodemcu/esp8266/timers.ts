import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaClass, LuaFunction, LuaObject } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, self, Slot } from "../arguments";
import type { Tasks } from "../tasks";
import { integer } from "./numbers";

const [SINGLE, AUTO, SEMI] = [0, 1, 2];
const LONGEST_MS = 0x68d7a3;

interface Timer {
  readonly object: LuaObject;
  readonly run: Slot;
  /** undefined: nothing is registered. */
  mode: number | undefined;
  intervalMs: number;
  isRunning: boolean;
  alarm: { cancel(): void } | undefined;
}

/** The module `tmr` of branch release: timers of the SDK's, in milliseconds, which call the program themselves. */
export class Timers {
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #bootUs: number;
  readonly kind: LuaClass;
  readonly #alarms = new Set<{ cancel(): void }>();
  /** Seconds of it that are left; below 0 it is off. */
  #softWatchdog = -1;
  #isCounting = false;
  readonly #restart: () => void;
  readonly module: { readonly [name: string]: HostValue };

  /** @param restart Restarts the chip. */
  constructor(time: VirtualTime, tasks: Tasks, restart: () => void) {
    this.#restart = restart;
    this.#time = time;
    this.#tasks = tasks;
    this.#bootUs = time.nowUs;
    const get = (value: LuaValue): Timer => self<Timer>(value, this.kind);
    this.kind = new LuaClass("tmr.timer", {
      register: (timer, ms, mode, run) => this.#register(get(timer), ms, mode, run),
      start: (timer, again) => this.#start(get(timer), again),
      alarm: (timer, ms, mode, run) => {
        this.#register(get(timer), ms, mode, run);
        return this.#start(get(timer), undefined);
      },
      stop: (value) => {
        const timer = get(value);
        const wasRunning = timer.isRunning;
        this.#disarm(timer);
        return wasRunning;
      },
      unregister: (value) => {
        const timer = get(value);
        this.#disarm(timer);
        timer.mode = undefined;
        timer.run.set(undefined);
      },
      interval: (value, ms) => {
        const timer = get(value);
        const intervalMs = interval(ms);
        if (timer.mode === undefined) return;
        timer.intervalMs = intervalMs;
        if (timer.isRunning) this.#arm(timer);
      },
      state: (value) => {
        const timer = get(value);
        return timer.mode === undefined ? [undefined] : [timer.isRunning, timer.mode];
      },
    });
    this.module = {
      ALARM_SINGLE: SINGLE,
      ALARM_AUTO: AUTO,
      ALARM_SEMI: SEMI,
      create: () => this.#create(),
      // 31 bits: back at 0 every 35.8 minutes.
      now: () => this.#sinceBootUs % 2 ** 31,
      time: () => Math.floor(this.#sinceBootUs / 1_000_000),
      wdclr: () => {},
      delay: (us) => {
        const waitUs = integer(us, 1);
        if (waitUs <= 0) throw badArgument(1, "wrong arg range");
        time.advance(waitUs / 1000);
      },
      softwd: (seconds) => {
        this.#softWatchdog = integer(seconds, 1);
        if (this.#isCounting) return;
        this.#isCounting = true;
        this.#countDown();
      },
    };
  }

  /** For a reset of the chip. */
  stop(): void {
    for (const alarm of this.#alarms) alarm.cancel();
  }

  get #sinceBootUs(): number {
    return this.#time.nowUs - this.#bootUs;
  }

  /** A timer of the module's own, once a second, which has run out one second after it counted to 0. */
  #countDown(): void {
    const alarm = this.#time.after(1000 - ((this.#sinceBootUs / 1000) % 1000), () => {
      this.#alarms.delete(alarm);
      this.#tasks.interrupt(() => {
        if (this.#softWatchdog >= 0 && --this.#softWatchdog < 0) this.#restart();
      });
      this.#countDown();
    });
    this.#alarms.add(alarm);
  }

  #create(): LuaObject {
    const timer = { run: new Slot(), mode: undefined, intervalMs: 0, isRunning: false, alarm: undefined };
    const object = new LuaObject(this.kind, timer as unknown as Timer);
    Object.assign(timer, { object });
    return object;
  }

  #register(timer: Timer, ms: LuaValue, mode: LuaValue, run: LuaValue): void {
    const intervalMs = interval(ms);
    const kind = integer(mode, 3) & 0xff;
    if (kind !== SINGLE && kind !== SEMI && kind !== AUTO) throw badArgument(3, "Invalid mode");
    if (!(run instanceof LuaFunction)) throw badArgument(4, "Must be function");
    this.#disarm(timer);
    timer.run.set(run);
    timer.mode = kind;
    timer.intervalMs = intervalMs;
  }

  #start(timer: Timer, again: LuaValue): boolean {
    if (again !== undefined && typeof again !== "boolean") throw badArgument(2, "boolean expected");
    if (timer.isRunning && again !== true) return false;
    // A timer that has nothing registered is armed all the same, and calls nobody.
    this.#arm(timer);
    return true;
  }

  #arm(timer: Timer): void {
    this.#disarm(timer);
    timer.isRunning = true;
    this.#schedule(timer, this.#time.nowUs + timer.intervalMs * 1000);
  }

  #schedule(timer: Timer, atUs: number): void {
    const alarm = this.#time.after((atUs - this.#time.nowUs) / 1000, () => {
      this.#alarms.delete(alarm);
      if (timer.mode === AUTO) this.#schedule(timer, atUs + timer.intervalMs * 1000);
      else timer.alarm = undefined;
      this.#tasks.interrupt(() => {
        // Of two timers at one moment, the first may stop the second.
        if (timer.isRunning && (timer.alarm === undefined || timer.mode === AUTO)) this.#fire(timer);
      });
    });
    timer.alarm = alarm;
    this.#alarms.add(alarm);
  }

  #disarm(timer: Timer): void {
    timer.isRunning = false;
    if (timer.alarm === undefined) return;
    timer.alarm.cancel();
    this.#alarms.delete(timer.alarm);
    timer.alarm = undefined;
  }

  #fire(timer: Timer): void {
    const run = timer.run.held;
    if (run === undefined) return;
    if (timer.mode !== AUTO) timer.isRunning = false;
    const isOver = timer.mode === SINGLE;
    if (isOver) timer.mode = undefined;
    this.#tasks.callAs("timeout", run, timer.object);
    // A single alarm lets go of its callback, unless that has registered another.
    if (isOver && timer.mode === undefined && timer.run.held === run) timer.run.set(undefined);
  }
}

function interval(ms: LuaValue): number {
  const intervalMs = integer(ms, 2);
  if (intervalMs < 1 || intervalMs > LONGEST_MS) throw badArgument(2, "Range: 1-0x68D7A3");
  return intervalMs;
}
