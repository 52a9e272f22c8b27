import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AccessPoint, type AccessPointSettings } from "./access-point";
import { Air } from "./air";
import type { EngineModel } from "./engine-model";
import type { CallbackKind } from "./espruino/callbacks";
import type { Hardware as EspruinoHardware } from "./espruino/engine";
import { Engine } from "./espruino/engine";
import { Memory } from "./espruino/memory";
import { Storage } from "./espruino/storage";
import type { EspruinoRelease } from "./espruino/wifi";
import { I2cLine } from "./i2c-line";
import type { LuaVersion } from "./lua/vm";
import type { Network } from "./network/network";
import { NodeMcu } from "./nodemcu/engine";
import { esp32 } from "./nodemcu/esp32/branch";
import { esp8266 } from "./nodemcu/esp8266/branch";
import { preload } from "./nodemcu/esp8266/lfs";
import { ANALOG_PIN, STRAPS } from "./nodemcu/esp8266/pins";
import type { CallbackKind as NodeMcuCallbackKind } from "./nodemcu/tasks";
import { Noise } from "./noise";
import { OneWireLine } from "./one-wire-line";
import type { PinChange } from "./pins";
import { SimulatedPin } from "./pins";
import { VirtualTime } from "./virtual-time";

export interface BoardOptions {
  /** The interpreter on the chip; Espruino when left out. */
  engine?: "espruino" | "nodemcu";
  /** A classic ESP32 when left out. An ESP8266 runs NodeMCU; its pins are NodeMCU's own, and 17 is A0. */
  chip?: "esp32" | "esp8266";
  /** The Lua of NodeMCU; on the ESP32 5.3 when left out, on the ESP8266 5.1 always. */
  lua?: LuaVersion;
  /** The built file to run, or with `source` its text. For NodeMCU it is init.lua, and the files beside it are flashed too. */
  bundle?: string;
  source?: string;
  /** What an ESP8266 keeps over resets beside its files, its network and a program in flash: another's, to be the same chip. */
  kept?: Map<string, unknown>;
  network: Network;
  /** Paces the virtual clock to the wall clock. */
  realTime?: boolean;
  release?: EspruinoRelease;
  /** As `getSerial()` tells it: "aabbccdd-eeff". */
  serial?: string;
  accessPoint?: AccessPointSettings;
  /** Further ones around. */
  otherAccessPoints?: AccessPointSettings[];
  /** Variables the engine has in all. */
  variables?: number;
  /** The highest voltage that a pin shows which nothing holds, 0.4 when left out; 0 makes such pins quiet. */
  noiseVolts?: number;
  /** The register of the chip's temperature sensor; 119, some 48 °C, when left out. Chips without one have 128. */
  temperatureByte?: number;
  /** Gives the engine's random numbers, 0 … 1, in the place of its own generator. */
  random?: () => number;
  /** Called with each line on the serial console, as it comes. */
  onConsole?: (line: string) => void;
  /** Called with each change of an output, as it comes. */
  onPinChange?: (change: PinChange) => void;
}

/** The serial number of a simulated chip, unless it is given another one. */
export const SIMULATED_SERIAL = "24a160aa-bbcc";
const POWER_ON = 1;
/** ESP32 Technical Reference Manual, "Reset sources". The watchdog of the interpreter's task ends in a restart by software. */
const RESET_CAUSES: Record<string, number> = {
  "power on": POWER_ON,
  reboot: 12,
  watchdog: 12,
  "deep sleep": 5,
  brownout: 15,
};

/** How many numbers pins have; not each of them is a pin. */
const PINS = { esp32: 40, esp8266: ANALOG_PIN + 1 };
const NETWORK_POLL_MS = 10;
/** Idle passes without time going by, after which firmware is taken to be stuck. */
const MOST_PASSES = 1_000_000;

/** A classic ESP32 with Espruino or NodeMCU, or an ESP8266 with NodeMCU, in a process of Node. Made, then booted, then run; time passes only in `run…`. */
export class SimulatedBoard {
  readonly accessPoint: AccessPoint;
  /** That one and all others. */
  readonly accessPoints: readonly AccessPoint[];
  readonly memory: Memory;
  /** Lines on the serial console since the simulation began. */
  readonly console: string[] = [];
  /** Exceptions that came out of the firmware, since the simulation began. */
  readonly uncaught: string[] = [];
  readonly pins: readonly SimulatedPin[];
  readonly storage = new Storage();
  readonly #kept: Map<string, unknown>;
  readonly #oneWires = new Map<number, OneWireLine>();
  readonly #i2cs = new Map<string, I2cLine>();
  readonly #options: BoardOptions;
  readonly #time = new VirtualTime();
  readonly #air: Air;
  readonly #serial: string;
  readonly #noise: Noise;
  #engine: EngineModel | undefined;
  #bootedUs = 0;
  #resetCause = POWER_ON;
  #resetReason = "power on";
  #wallStartMs: number | undefined;
  #isStopped = false;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.#kept = options.kept ?? new Map();
    this.#air = new Air(options.network);
    this.accessPoint = new AccessPoint(options.accessPoint);
    const others = (options.otherAccessPoints ?? []).map((settings) => new AccessPoint(settings));
    this.accessPoints = [this.accessPoint, ...others];
    this.#serial = options.serial ?? SIMULATED_SERIAL;
    this.#noise = new Noise(this.#serial, options.noiseVolts ?? 0.4);
    this.memory = new Memory(options.variables ?? 3000);
    this.pins = Array.from(
      { length: PINS[this.#chip] },
      (_, number) =>
        new SimulatedPin(
          number,
          this.#time,
          (pin, reading) => this.#noise.volts(pin, reading),
          (change) => options.onPinChange?.(change),
          this.#chip === "esp8266" ? STRAPS.get(number) : undefined,
        ),
    );
  }

  /** Virtual milliseconds since the simulation began. */
  get nowMs(): number {
    return this.#time.nowMs;
  }

  /** Virtual milliseconds since the last boot. */
  get uptimeMs(): number {
    return (this.#time.nowUs - this.#bootedUs) / 1000;
  }

  get telnetOpen(): boolean {
    return this.#espruino.consoles.telnet;
  }

  get bluetoothConsoleOpen(): boolean {
    return this.#espruino.consoles.bluetooth;
  }

  pin(number: number): SimulatedPin {
    return this.#pinAt(number);
  }

  #pinAt(number: number): SimulatedPin {
    const pin = this.pins[number];
    if (pin === undefined) throw new Error(`No pin ${number}: the ${this.#chip} has pins 0 to ${this.pins.length - 1}`);
    return pin;
  }

  /** The I²C bus on two pins, over reboots too: for parts to be soldered to. */
  i2c(clock: number, data: number): I2cLine {
    return this.#i2cOn(clock, data);
  }

  #i2cOn(clock: number, data: number): I2cLine {
    const key = `${this.#pinAt(clock).number} ${this.#pinAt(data).number}`;
    const line = this.#i2cs.get(key) ?? new I2cLine();
    this.#i2cs.set(key, line);
    return line;
  }

  /** The 1-wire bus on a pin, over reboots too: for parts to be soldered to. */
  oneWire(pin: number): OneWireLine {
    return this.#oneWireOn(pin);
  }

  #oneWireOn(pin: number): OneWireLine {
    const line = this.#oneWires.get(this.#pinAt(pin).number) ?? new OneWireLine();
    this.#oneWires.set(pin, line);
    return line;
  }

  /** Has `happen` called `ms` from now on the virtual clock: for what a scenario does on its way. */
  after(ms: number, happen: () => void): { cancel(): void } {
    return this.#time.after(ms, happen);
  }

  /** Powers the board up and runs the built file once, up to its end. */
  boot(): void {
    if (this.#engine !== undefined) throw new Error("The board is running; reboot() starts it again");
    this.#bootedUs = this.#time.nowUs;
    this.#noise.boot();
    for (const pin of this.pins) pin.reset();
    this.#engine = this.#options.engine === "nodemcu" ? this.#nodeMcu() : this.#newEspruino();
    this.#engine.boot();
    this.#takeUncaught();
  }

  /**
   * As the reset button: connections are gone without a word to their peers, what drives the pins and the files stay.
   * @param cause What the chip tells firmware of it, as the button does unless given
   */
  reboot(cause: "power on" | "brownout" | "watchdog" | "deep sleep" = "power on"): void {
    this.#restart(cause);
  }

  /** Where the interpreter alone starts again, the chip's register stays as it is. */
  #restart(cause: string): void {
    this.#resetCause = RESET_CAUSES[cause] ?? this.#resetCause;
    this.#resetReason = cause;
    this.#engine?.stop();
    this.#engine = undefined;
    this.#air.reset();
    this.boot();
  }

  /** Cuts the power: the engine runs no more, and connections are gone without a word. Ends a `run` under way. */
  stop(): void {
    this.#isStopped = true;
    this.#engine?.stop();
    this.#engine = undefined;
    this.#air.reset();
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
    if (engine instanceof NodeMcu) engine.interruptNext(kind as NodeMcuCallbackKind);
    else this.#espruino.interruptNext(kind);
  }

  /** The next callback of this kind never ends: nothing runs any more until a watchdog or somebody restarts the chip. */
  hangNext(kind: CallbackKind): void {
    const engine = this.#booted;
    if (engine instanceof NodeMcu) engine.hangNext(kind as NodeMcuCallbackKind);
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
    await this.#runTo(this.#time.nowUs + Math.round(ms * 1000), () => false);
  }

  /**
   * Lets time pass until `condition` holds; it is looked at whenever the firmware has become idle.
   * @throws Error when `limitMs` have passed without it
   */
  async runUntil(condition: () => boolean, limitMs: number): Promise<void> {
    const startMs = this.nowMs;
    if (await this.#runTo(this.#time.nowUs + Math.round(limitMs * 1000), condition)) return;
    const tail = this.console.slice(-10).map((line) => `  ${line}`);
    throw new Error(
      [
        `Not within ${limitMs} ms of board time (from ${startMs} to ${this.nowMs} ms): ${condition.toString()}`,
        tail.length > 0 ? `The board's console ended with:` : "The board's console is empty.",
        ...tail,
      ].join("\n"),
    );
  }

  #newEspruino(): Engine {
    return new Engine({
      ...this.#hardware,
      storage: this.storage,
      memory: this.memory,
      resetCause: this.#resetCause,
      release: this.#options.release ?? "2v29",
      temperatureByte: () => this.#options.temperatureByte ?? 119,
      source: this.#options.source ?? readFileSync(this.#bundle, "utf8"),
    });
  }

  #nodeMcu(): NodeMcu {
    const { files } = this.storage;
    const { source, lua } = this.#options;
    // What was uploaded is there at each boot; what the firmware wrote besides stays.
    if (source !== undefined) files.set("init.lua", source);
    else {
      const folder = dirname(this.#bundle);
      for (const name of readdirSync(folder).filter((each) => /\.(lua|img)$/.test(each))) {
        const bytes = readFileSync(join(folder, name), "latin1");
        files.set(name, bytes);
        // The boots that put it there after the upload are over.
        if (name.endsWith(".img") && !this.#kept.has(name)) preload(this.#kept, bytes);
        this.#kept.set(name, true);
      }
    }
    const hardware = {
      ...this.#hardware,
      files,
      kept: this.#kept,
      resetReason: this.#resetReason,
      resetCause: this.#resetCause,
    };
    return this.#chip === "esp8266"
      ? new NodeMcu({ ...hardware, version: "5.1" }, esp8266)
      : new NodeMcu({ ...hardware, version: lua ?? "5.3" }, esp32);
  }

  get #chip(): "esp32" | "esp8266" {
    return this.#options.chip ?? "esp32";
  }

  get #bundle(): string {
    const { bundle } = this.#options;
    if (bundle === undefined) throw new Error("Give the board a bundle or a source to run");
    return bundle;
  }

  get #hardware(): Pick<
    EspruinoHardware,
    "time" | "pins" | "air" | "accessPoints" | "serial" | "random" | "print" | "oneWire" | "i2c"
  > {
    return {
      time: this.#time,
      pins: this.pins,
      oneWire: (pin) => (this.pins[pin] === undefined ? undefined : this.#oneWireOn(pin)),
      i2c: (clock, data) => this.#i2cOn(clock, data),
      air: this.#air,
      accessPoints: this.accessPoints,
      serial: this.#serial,
      random: this.#options.random,
      print: (line) => {
        this.console.push(line);
        this.#options.onConsole?.(line);
      },
    };
  }

  get #booted(): EngineModel {
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
    void this.#booted;
    // Others may have spoken to a broker since the last run.
    this.#air.hasMoved = true;
    for (;;) {
      await this.#idleUntilQuiet();
      if (condition()) return true;
      if (this.#isStopped) return false;
      const arrivalUs = this.#air.isUp ? this.#options.network.nextArrivalMs(this.nowMs) * 1000 : Infinity;
      const nextUs = Math.min(
        this.#booted.nextUs,
        this.#time.nextEventUs,
        // Rounded up: at the moment itself the bytes must be there.
        Math.max(Math.ceil(arrivalUs), this.#time.nowUs + 1),
      );
      if (nextUs > endUs && this.#time.nowUs >= endUs) return false;
      await this.#passTo(Math.min(nextUs, endUs));
    }
  }

  /** Everything that is due at this moment, the network's answers included. */
  async #idleUntilQuiet(): Promise<void> {
    let passes = 0;
    for (;;) {
      const hadEvents = this.#time.runDue();
      const wasBusy = this.#engine?.idle() ?? false;
      this.#takeUncaught();
      const restart = this.#engine?.restart;
      if (restart !== undefined) this.#restart(restart);
      if (++passes > MOST_PASSES) throw new Error(`The firmware never becomes idle at ${this.nowMs} ms`);
      if (hadEvents || wasBusy) continue;
      if (!this.#air.hasMoved || this.#isStopped) return;
      this.#air.hasMoved = false;
      await this.#options.network.settle();
    }
  }

  async #passTo(us: number): Promise<void> {
    if (this.#options.realTime !== true) {
      this.#time.moveTo(us);
      return;
    }
    this.#wallStartMs ??= performance.now() - this.#time.nowMs;
    const dueInMs = this.#wallStartMs + us / 1000 - performance.now();
    // In short steps: what arrives from a real network is announced by nobody.
    await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(dueInMs, 0), NETWORK_POLL_MS)));
    this.#time.moveTo(Math.min(us, (performance.now() - this.#wallStartMs) * 1000));
  }

  #takeUncaught(): void {
    const uncaught = this.#engine?.uncaught;
    if (uncaught !== undefined && uncaught.length > 0) this.uncaught.push(...uncaught.splice(0));
  }
}
