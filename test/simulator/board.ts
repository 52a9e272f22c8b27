import type { Board } from "../../scripts/lib/board/config";
import { AccessPoint } from "./access-point";
import { Air } from "./air";
import { keepLast } from "./bounded";
import { SIMULATED_SERIAL, type BoardOptions } from "./board-options";
import { solder, type Devices } from "./devices";
import type { CallbackKind } from "./espruino/callbacks";
import { TOKENS_PER_TICK } from "./espruino/counted";
import { Engine } from "./espruino/engine";
import { ESPRUINO_CHIPS } from "./espruino/chips";
import { Memory } from "./espruino/memory";
import { Storage } from "./espruino/storage";
import type { ChipFlash } from "./espruino/system-globals";
import { UsbConsole } from "./espruino/usb-console";
import { DeepSleep, type WakeUp, type WokenBy } from "./deep-sleep";
import type { I2cLine } from "./i2c-line";
import { INSTRUCTIONS_PER_TICK } from "./lua/vm";
import { espruinoChip, makeEngine, type EngineHardware } from "./make-engine";
import { NodeMcu } from "./nodemcu/engine";
import type { CallbackKind as NodeMcuCallbackKind } from "./nodemcu/tasks";
import type { OneWireLine } from "./one-wire-line";
import { Pace, type Passing } from "./pace";
import type { SimulatedPin } from "./pins";
import { VirtualTime } from "./virtual-time";
import { Wiring } from "./wiring";
import { Work, type LongCallback } from "./work";

const POWER_ON = 1;
/** ESP32 Technical Reference Manual, "Reset sources". The watchdog of the interpreter's task ends in a restart by software. */
const RESET_CAUSES: Record<string, number> = {
  "power on": POWER_ON,
  reboot: 12,
  watchdog: 12,
  "deep sleep": 5,
  brownout: 15,
};
/** After these the chip's clock begins anew. */
const LOSES_CLOCK = ["power on", "brownout"];

/** A stage in the life of a node, for what is reckoned of it. */
export interface ChipEvent {
  readonly atMs: number;
  readonly what: "boot" | "joined" | "connected" | "asleep" | "off";
}

const SECRETS_FILE = "mote.secrets";

/** Idle passes without time going by, after which firmware is taken to be stuck. */
const MOST_PASSES = 1_000_000;

/** An ESP32 with Espruino or NodeMCU, an ESP32-C3 or ESP32-S3 with Espruino, or an ESP8266 with NodeMCU, in a process of Node. Made, then booted, then run; time passes only in `run…`. */
export class SimulatedBoard {
  readonly accessPoint: AccessPoint;
  /** That one and all others. */
  readonly accessPoints: readonly AccessPoint[];
  readonly memory: Memory;
  /** Lines on the serial console since the simulation began. */
  readonly console: string[] = [];
  /** Exceptions that came out of the firmware, since the simulation began. */
  readonly uncaught: string[] = [];
  /** Callbacks that kept the chip from all else for long, each place of the program once. */
  readonly longCallbacks: LongCallback[] = [];
  /** When it booted, joined a network, connected, and fell asleep, since the simulation began. */
  readonly events: ChipEvent[] = [];
  readonly storage = new Storage();
  /** By what part the chip's clock goes too fast asleep, where nothing but a coarse oscillator runs; 0.01 is a second in 100. */
  asleepDrift = 0;
  readonly #flash: ChipFlash;
  readonly #kept: Map<string, unknown>;
  #options: BoardOptions;
  readonly #keeps: number;
  readonly #time = new VirtualTime();
  readonly #air: Air;
  readonly #serial: string;
  readonly #wiring: Wiring;
  readonly #pace: Passing;
  readonly #usb: UsbConsole | undefined;
  readonly #toldOfWork = new Set<string>();
  #engine: Engine | NodeMcu | undefined;
  #bootedUs = 0;
  #resetCause = POWER_ON;
  #resetReason = "power on";
  #isStopped = false;
  #isPowered = false;
  #sleep: DeepSleep | undefined;
  #wokenBy: WokenBy | undefined;
  /** When the chip's clock was 0, or would have been, in µs. */
  #clockFromUs = 0;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.#kept = options.kept ?? new Map();
    this.#storeSecrets(options.secrets);
    this.#air = new Air(options.network, (what) => this.#note(what));
    this.accessPoint = new AccessPoint(options.accessPoint);
    const others = (options.otherAccessPoints ?? []).map((settings) => new AccessPoint(settings));
    this.accessPoints = [this.accessPoint, ...others];
    this.#serial = options.serial ?? SIMULATED_SERIAL;
    this.#wiring = new Wiring(this.#serial, this.#time, options);
    this.#pace = options.pace ?? new Pace(Infinity);
    this.#keeps = options.keeps ?? Infinity;
    this.#flash = { bluetooth: options.bluetooth ?? true, hasBootCode: true };
    const chip = options.engine === "nodemcu" ? ESPRUINO_CHIPS.esp32 : espruinoChip(options);
    const memory = chip.memory[options.release ?? "2v29"];
    this.memory = new Memory(memory, () => options.variables ?? memory.variables[this.#flash.bluetooth ? 0 : 1]);
    this.#usb = chip.usbRegister === undefined ? undefined : new UsbConsole(options.usbHeard ?? true);
  }

  /** Virtual milliseconds since the simulation began. */
  get nowMs(): number {
    return this.#time.nowMs;
  }

  /** Virtual milliseconds since the last boot. */
  get uptimeMs(): number {
    return (this.#time.nowUs - this.#bootedUs) / 1000;
  }

  /** NodeMCU's heap in bytes; undefined for Espruino, and without power. */
  get heap(): { free: number; total: number } | undefined {
    return this.#engine instanceof NodeMcu ? this.#engine.heap : undefined;
  }

  get telnetOpen(): boolean {
    return this.#espruino.consoles.telnet;
  }

  get bluetoothConsoleOpen(): boolean {
    return this.#espruino.consoles.bluetooth;
  }

  /** Whether the chip has an access point of its own on the air. */
  get accessPointOpen(): boolean {
    return this.#espruino.isAccessPoint;
  }

  /** Whether somebody has the console open; always where it is no chip's own USB. */
  get usbHeard(): boolean {
    return this.#usb?.isHeard ?? true;
  }

  set usbHeard(isHeard: boolean) {
    if (this.#usb !== undefined) this.#usb.isHeard = isHeard;
  }

  get pins(): readonly SimulatedPin[] {
    return this.#wiring.pins;
  }

  pin(number: number): SimulatedPin {
    return this.#wiring.pin(number);
  }

  /** The I²C bus on two pins, over reboots too: for parts to be soldered to. */
  i2c(clock: number, data: number): I2cLine {
    return this.#wiring.i2c(clock, data);
  }

  /** The 1-wire bus on a pin, over reboots too: for parts to be soldered to. */
  oneWire(pin: number): OneWireLine {
    return this.#wiring.oneWire(pin);
  }

  /** Solders a model of each part that the board file names to the pins and buses that it names, and gives them. Over reboots too. */
  solder(config: Board): Devices {
    return solder(config, this.#wiring.bench(config.buses));
  }

  /** Has `happen` called `ms` from now on the virtual clock: for what a scenario does on its way. */
  after(ms: number, happen: () => void): { cancel(): void } {
    return this.#time.after(ms, happen);
  }

  /** Powers the board up and runs the built file once, up to its end. */
  boot(): void {
    if (this.#engine !== undefined) throw new Error("The board is running; reboot() starts it again");
    this.#bootedUs = this.#time.nowUs;
    this.#isPowered = true;
    this.#note("boot");
    this.storage.isPowerLost = false;
    this.#wiring.reset();
    this.#usb?.boot();
    this.#engine = makeEngine(this.#options, this.#hardware);
    this.#engine.boot();
    this.#takeUncaught();
    if (this.storage.isPowerLost) this.powerOff();
  }

  /**
   * As the reset button: connections are gone without a word to their peers, what drives the pins and the files stay.
   * @param cause What the chip tells firmware of it, as the button does unless given
   */
  reboot(cause: "power on" | "brownout" | "watchdog" | "deep sleep" = "power on"): void {
    this.#restart(cause, cause === "deep sleep" ? "time" : undefined);
  }

  /** Where the interpreter alone starts again, the chip's register stays as it is. */
  #restart(cause: string, wokenBy?: WokenBy): void {
    this.#resetCause = RESET_CAUSES[cause] ?? this.#resetCause;
    this.#resetReason = cause;
    this.#end();
    if (LOSES_CLOCK.includes(cause)) this.#clockFromUs = this.#time.nowUs;
    this.#wokenBy = wokenBy;
    this.boot();
  }

  /** Nothing of the program runs any more. */
  #end(): void {
    this.#sleep?.end();
    this.#sleep = undefined;
    if (this.#engine instanceof Engine) this.#clockFromUs = this.#time.nowUs - this.#engine.wallMs * 1000;
    this.#engine?.stop();
    this.#engine = undefined;
    this.#air.reset();
  }

  /** All is off but the clock, and what is to wake it. */
  #fallAsleep(wakeUp: WakeUp): void {
    this.#end();
    const pulls = (wakeUp.pins ?? []).map(({ pin, pull }) => [pin, pull] as const);
    this.#wiring.reset();
    for (const [pin, pull] of pulls) pin.input(pull);
    this.#note("asleep");
    const { asleepDrift } = this;
    const fellUs = this.#time.nowUs;
    const us = wakeUp.us === undefined ? undefined : wakeUp.us / (1 + asleepDrift);
    this.#sleep = new DeepSleep(this.#time, { ...wakeUp, us }, (by) => {
      this.#sleep = undefined;
      this.#clockFromUs -= (this.#time.nowUs - fellUs) * asleepDrift;
      this.#restart("deep sleep", by);
    });
  }

  #note(what: ChipEvent["what"]): void {
    keepLast(this.events, { atMs: this.nowMs, what }, this.#keeps);
  }

  /** Cuts the power: the engine runs no more, and connections are gone without a word. Ends a `run` under way. */
  stop(): void {
    this.#isStopped = true;
    this.#end();
  }

  /**
   * Takes the power away, and lets time go on: the engine runs no more, connections are gone without a word, and nothing drives a pin.
   * What is in flash memory stays. `powerOn` boots it again.
   */
  powerOff(): void {
    this.#end();
    this.#isPowered = false;
    this.#note("off");
    this.#wiring.reset();
  }

  /** After `powerOff`. */
  powerOn(): void {
    if (this.#isPowered) return;
    this.#restart("power on");
  }

  /** Whether the chip is in deep sleep. */
  get isAsleep(): boolean {
    return this.#sleep !== undefined;
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  /**
   * Puts another program into flash memory, with its secrets, and other parts in the place of those that were soldered. It runs from the next boot on:
   * `reboot`, or `powerOn` where there is no power.
   */
  reflash(bundle: string, secrets: string, config: Board): Devices {
    this.#options = { ...this.#options, bundle, source: undefined };
    this.#storeSecrets(secrets);
    // Places of another program are other places.
    this.#toldOfWork.clear();
    this.#wiring.unsolder();
    return this.solder(config);
  }

  #storeSecrets(secrets: string | undefined): void {
    if (secrets !== undefined) this.storage.files.set(SECRETS_FILE, secrets);
  }

  /** Has NodeMCU run what is typed on its serial console. */
  typeOnConsole(line: string): void {
    const engine = this.#booted;
    if (!(engine instanceof NodeMcu)) throw new Error("Only the console of NodeMCU is modelled");
    engine.type(line);
  }

  /**
   * Cuts off the next callback of this kind at its first call into the engine, as running out of memory does: with an
   * interruption that nothing catches on Espruino, with an error like any other on NodeMCU.
   */
  interruptNext(kind: CallbackKind): void {
    const engine = this.#booted;
    if (engine instanceof NodeMcu) engine.interruptNext(onNodeMcu(kind));
    else this.#espruino.interruptNext(kind);
  }

  /** The next callback of this kind never ends: nothing runs any more until a watchdog or somebody restarts the chip. */
  hangNext(kind: CallbackKind): void {
    const engine = this.#booted;
    if (engine instanceof NodeMcu) engine.hangNext(onNodeMcu(kind));
    else this.#espruino.hangNext(kind);
  }

  /** The callback under way never ends, if there is one: for what a device does to firmware that reads it. */
  hang(): void {
    if (this.#engine instanceof Engine) this.#engine.hang();
    else if (this.#engine instanceof NodeMcu) this.#engine.hangInside();
  }

  /** Sets the chip's wall clock on (or back) without compensation, as time from an SNTP server does. NodeMCU does not go by it. */
  jumpClock(ms: number): void {
    if (!(this.#booted instanceof NodeMcu)) this.#espruino.jumpClock(ms);
  }

  /** Lets `ms` of virtual time pass, with everything that is due in it, its last moment included. */
  async run(ms: number): Promise<void> {
    await this.runFor(ms, () => false);
  }

  /**
   * Lets `ms` of virtual time pass, but stops when `isDone`, which is asked whenever the firmware has become idle.
   * @returns whether it is
   */
  runFor(ms: number, isDone: () => boolean): Promise<boolean> {
    return this.#runTo(this.#time.nowUs + Math.round(ms * 1000), isDone);
  }

  /**
   * Lets time pass until `condition` holds; it is looked at whenever the firmware has become idle.
   * @throws Error when `limitMs` have passed without it
   */
  async runUntil(condition: () => boolean, limitMs: number): Promise<void> {
    const startMs = this.nowMs;
    if (await this.runFor(limitMs, condition)) return;
    const tail = this.console.slice(-10).map((line) => `  ${line}`);
    throw new Error(
      [
        `Not within ${limitMs} ms of board time (from ${startMs} to ${this.nowMs} ms): ${condition.toString()}`,
        tail.length > 0 ? `The board's console ended with:` : "The board's console is empty.",
        ...tail,
      ].join("\n"),
    );
  }

  get #hardware(): EngineHardware {
    return {
      time: this.#time,
      pins: this.pins,
      oneWire: (pin) => (this.pins[pin] === undefined ? undefined : this.#wiring.oneWire(pin)),
      i2c: (clock, data) => this.#wiring.i2c(clock, data),
      air: this.#air,
      accessPoints: this.accessPoints,
      serial: this.#serial,
      storage: this.storage,
      memory: this.memory,
      flash: this.#flash,
      kept: this.#kept,
      resetReason: this.#resetReason,
      resetCause: this.#resetCause,
      wallMs: (this.#time.nowUs - this.#clockFromUs) / 1000,
      wokenBy: this.#wokenBy,
      randomWord: () => this.#wiring.randomWord(),
      usb: this.#usb,
      work: new Work(speedOf(this.#options), this.#toldOfWork, (long) => {
        this.longCallbacks.push(long);
        this.#options.onLongCallback?.(long);
      }),
      print: (line) => {
        if (this.#usb?.print(line) === false) this.hang();
        if (!this.usbHeard) return;
        keepLast(this.console, line, this.#keeps);
        this.#options.onConsole?.(line);
      },
    };
  }

  get #booted(): Engine | NodeMcu {
    if (this.#engine === undefined) throw new Error("The board is not running; call boot() first");
    return this.#engine;
  }

  get #espruino(): Engine {
    const engine = this.#booted;
    if (!(engine instanceof Engine)) throw new Error("Only Espruino has that, and this board runs NodeMCU");
    return engine;
  }

  async #runTo(endUs: number, condition: () => boolean): Promise<boolean> {
    this.#isStopped = false;
    if (this.#isPowered && !this.isAsleep) void this.#booted;
    // Others may have spoken to a broker since the last run.
    this.#air.hasMoved = true;
    for (;;) {
      await this.#idleUntilQuiet();
      if (condition()) return true;
      if (this.#isStopped) return false;
      const arrivalUs = this.#options.network.nextArrivalMs(this.nowMs) * 1000;
      const nextUs = Math.min(
        this.#engine?.nextUs ?? Infinity,
        this.#time.nextEventUs,
        // Rounded up: at the moment itself the bytes must be there.
        Math.max(Math.ceil(arrivalUs), this.#time.nowUs + 1),
      );
      if (nextUs > endUs && this.#time.nowUs >= endUs) return false;
      await this.#pace.passTo(Math.min(nextUs, endUs), this.#time);
      if (this.#time.nowUs >= arrivalUs) {
        // A broker that gives the board up now says so to others, whether the board hears it or not.
        this.#options.network.nextArrivalMs(this.nowMs);
        this.#air.hasMoved = true;
      }
    }
  }

  /** Everything that is due at this moment, the network's answers included. */
  async #idleUntilQuiet(): Promise<void> {
    let passes = 0;
    for (;;) {
      const hadEvents = this.#time.runDue();
      const wasBusy = this.#engine?.idle() ?? false;
      this.#takeUncaught();
      if (this.storage.isPowerLost && this.#isPowered) this.powerOff();
      const { restart, sleep } = this.#engine ?? {};
      if (sleep !== undefined) this.#fallAsleep(sleep);
      else if (restart !== undefined) this.#restart(restart);
      if (++passes > MOST_PASSES) throw new Error(`The firmware never becomes idle at ${this.nowMs} ms`);
      if (hadEvents || wasBusy) continue;
      if (!this.#air.hasMoved || this.#isStopped) return;
      this.#air.hasMoved = false;
      await this.#options.network.settle();
    }
  }

  #takeUncaught(): void {
    const uncaught = this.#engine?.uncaught;
    if (uncaught === undefined || uncaught.length === 0) return;
    for (const error of uncaught.splice(0)) keepLast(this.uncaught, error, this.#keeps);
  }
}

/**
 * What the chip takes for what its engine counts, nominally, and when a callback is given up. None of it was measured on a chip. Espruino:
 * 10 µs a token; beyond the shortest watchdog of a board file nothing comes back. NodeMCU: 2.5 million instructions of Lua a second, a fifth of
 * that on the ESP8266; each has a watchdog of its own.
 */
function speedOf({ engine, chip }: BoardOptions): { msPerTick: number; endlessMs: number } {
  if (engine !== "nodemcu") return { msPerTick: TOKENS_PER_TICK * 0.01, endlessMs: 30_000 };
  return { msPerTick: (INSTRUCTIONS_PER_TICK / 2_500) * (chip === "esp8266" ? 5 : 1), endlessMs: 5_000 };
}

/** All its timers are of one kind. */
function onNodeMcu(kind: CallbackKind): NodeMcuCallbackKind {
  return kind === "interval" ? "timeout" : (kind as NodeMcuCallbackKind);
}
