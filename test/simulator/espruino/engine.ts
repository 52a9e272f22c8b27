import { createHash } from "node:crypto";
import type { AccessPoint } from "../access-point";
import type { Air } from "../air";
import type { EngineModel } from "../engine-model";
import type { I2cLine } from "../i2c-line";
import type { WakeUp, WokenBy } from "../deep-sleep";
import type { OneWireLine } from "../one-wire-line";
import type { SimulatedPin } from "../pins";
import type { VirtualTime } from "../virtual-time";
import type { Work } from "../work";
import type { CallbackKind } from "./callbacks";
import { Callbacks } from "./callbacks";
import type { EspruinoChip } from "./chips";
import { counted, COUNTING, type Counted } from "./counted";
import type { Memory } from "./memory";
import { i2cPorts } from "./i2c";
import { neopixelModule } from "./neopixel";
import { oneWireClass } from "./one-wire";
import { pinFunctions } from "./pin-functions";
import { Random } from "./random";
import { Realm } from "./realm";
import { Sockets } from "./sockets";
import { chipPlace, MODEL_FILE, partFile } from "./stack";
import type { Storage } from "./storage";
import { systemGlobals, type ChipFlash, type Consoles, type Restart } from "./system-globals";
import { describeError, inspect, stringify, toFixed } from "./text";
import { Timers } from "./timers";
import { offsetOf, placeAt, type Place, untokenise } from "./tokens";
import { dgramModule } from "./datagrams";
import { Watches } from "./watches";
import type { UsbConsole } from "./usb-console";
import type { EspruinoRelease } from "./release";
import { Wifi } from "./wifi";

/** What the engine is soldered to. */
export interface Hardware {
  readonly chip: EspruinoChip;
  readonly time: VirtualTime;
  readonly pins: readonly SimulatedPin[];
  /** The 1-wire bus on a pin; undefined where there is no such pin. */
  oneWire(pin: number): OneWireLine | undefined;
  /** The I²C bus on two pins. */
  i2c(clock: number, data: number): I2cLine;
  readonly air: Air;
  /** All that are around, one at least. */
  readonly accessPoints: readonly AccessPoint[];
  readonly storage: Storage;
  readonly memory: Memory;
  readonly serial: string;
  readonly release: EspruinoRelease;
  /** What the clock says at this boot: it goes on over all but a loss of power. */
  readonly wallMs: number;
  /** What woke the chip, where it slept. */
  readonly wokenBy: WokenBy | undefined;
  /** Why the chip was reset last, as its register tells it (ESP32 Technical Reference Manual, "Reset sources"). */
  readonly resetCause: number;
  /** What the chip's random number generator gives when it is read, 0 … 2³² − 1. */
  randomWord(): number;
  /** The console over the chip's own USB, where it has one. */
  readonly usb: UsbConsole | undefined;
  /** What the chip's temperature sensor has in its register. */
  temperatureByte(): number;
  /** In the place of the engine's own generator. */
  readonly random: (() => number) | undefined;
  /** The boot code, in bytes. */
  readonly source: string;
  readonly flash: ChipFlash;
  /** How long callbacks take. */
  readonly work: Work;
  /** One line on the serial console. */
  print(line: string): void;
}

/** A file that ran. */
interface Ran {
  /** As it was. */
  code: string;
  /** As it counts while it runs. */
  counting: Counted;
}

/** What the model runs boot code as that lies in a file, and that file. */
const BOOT_FILE = "boot.js";
export const BOOT_CODE = ".bootcde";
/** ESP_SLEEP_WAKEUP_TIMER. */
const WOKEN_BY_TIMER = 4;
/** Between a file's name and an offset in it. */
const AT = "@";

/** Espruino on ESP32 from one reset to the next: its globals, and the idle loop that calls firmware. */
export class Engine implements EngineModel {
  readonly consoles: Consoles;
  readonly realm: Realm;
  readonly #hardware: Hardware;
  readonly #callbacks: Callbacks;
  readonly #timers: Timers;
  readonly #watches: Watches;
  readonly #sockets: Sockets;
  readonly #wifi: Wifi;
  readonly #bootUs: number;
  /** Difference between the wall clock and time since boot, in ms. */
  #wallOffsetMs: number;
  #watchdog: { seconds: number; auto: boolean; kickedUs: number } | undefined;
  #restart: Restart | undefined;
  #sleep: WakeUp | undefined;
  readonly #errorFlags = new Set<string>();

  constructor(hardware: Hardware) {
    this.#hardware = hardware;
    const { time, air, memory, print, flash } = hardware;
    this.consoles = { telnet: hardware.chip.hasTelnet, bluetooth: flash.bluetooth };
    this.#bootUs = time.nowUs;
    this.#wallOffsetMs = hardware.wallMs;
    const random = new Random();
    const callbacks = (this.#callbacks = new Callbacks(print, () => hardware.work.ended()));
    this.realm = new Realm({
      stringify,
      firstJsonValue,
      toFixed,
      random: callbacks.native(hardware.random ?? (() => random.next() / 0x80000000)),
      randomInteger: (range: unknown) =>
        Number(range) > 0 ? random.next() % Number(range) : random.next() ^ (random.next() << 1),
      now: callbacks.native(() => this.wallMs),
      dataListenerAdded: (object: unknown) => this.#sockets.listenerAdded(object),
      queue: (run: unknown) => callbacks.queue(run, undefined, []),
      queueListeners: (object: Record<string, unknown>, event: string, args: unknown[]) =>
        callbacks.queueListeners(object, event, args),
    });
    const { intrinsics } = this.realm;
    callbacks.intrinsics = intrinsics;
    const error = (message: string): Error => new intrinsics.Error(message);
    this.#timers = new Timers(time, callbacks, error, print);
    this.#watches = new Watches({
      isWatched: hardware.chip.isWatched,
      time,
      callbacks,
      intrinsics,
      print,
      nowMs: () => this.wallMs,
      overflowed: () => this.#raise("FIFO_FULL"),
    });
    const reservedSockets = (): number => Number(this.consoles.telnet);
    this.#sockets = new Sockets({ air, time, callbacks, memory, intrinsics, print, reservedSockets });
    this.#wifi = new Wifi(hardware, callbacks, intrinsics);
    const setSntp = (_host: unknown, zone: unknown): void => {
      void zone;
      this.jumpClock(1_700_000_000_000 - this.wallMs);
    };
    this.#wifi.module.setSNTP = callbacks.native(setSntp);
    this.#defineGlobals(random);
  }

  /** The board's clock as `Date.now()` tells it: from 0 when power came until somebody sets it, with fractions. */
  get wallMs(): number {
    return (this.#hardware.time.nowUs - this.#bootUs) / 1000 + this.#wallOffsetMs;
  }

  get uncaught(): string[] {
    return this.#callbacks.uncaught;
  }

  /** When something is due by itself, on the virtual clock in µs. */
  get nextUs(): number {
    if (this.#callbacks.isHung) return this.#watchdogUs();
    const dogUs = this.#watchdog?.auto === false ? this.#watchdogUs() : Infinity;
    return Math.min(this.#timers.nextUs, this.#sockets.nextUs, dogUs);
  }

  get restart(): Restart | undefined {
    return this.#restart;
  }

  get sleep(): WakeUp | undefined {
    return this.#sleep;
  }

  hangNext(kind: CallbackKind): void {
    this.#callbacks.hangNext(kind);
  }

  hang(): void {
    this.#callbacks.hang();
  }

  interruptNext(kind: CallbackKind): void {
    this.#callbacks.interruptNext(kind);
  }

  get isAccessPoint(): boolean {
    return this.#wifi.isAccessPoint;
  }

  /** Runs the boot code, then what stands for `init` and `onInit`. */
  boot(): void {
    const { global } = this.realm;
    const { storage, source } = this.#hardware;
    let program = source;
    const { text, placeOf } = untokenise(source);
    const parts = new Map<string, (place: Place) => Place>();
    // What ran counts, and has therefore other places than what it was made of.
    const made = new Map<string, Ran>();
    this.#callbacks.placeOf = (file, { line, column }) => {
      const ran = made.get(file);
      if (ran === undefined) return undefined;
      const { text: counting, original } = ran.counting;
      return parts.get(file)?.(placeAt(ran.code, original(offsetOf(counting, { line, column }))));
    };
    this.#count(made, parts);
    const run = (code: string, file: string): unknown => {
      const counting = counted(code, file);
      made.set(file, { code, counting });
      return this.realm.run(counting.text, file);
    };
    global.eval = (code: unknown): unknown => {
      if (typeof code !== "string") return code;
      const part = untokenise(code);
      if (!program.includes(code) && [...storage.files.values()].includes(code)) {
        // Boot code starts a program that lies in a file.
        program = code;
        parts.set(MODEL_FILE, part.placeOf);
        return run(part.text, MODEL_FILE);
      }
      // The engine knows it by where it lies in flash memory.
      const at = program.indexOf(code);
      const file = partFile(at);
      if (at >= 0) parts.set(file, (place) => placeAt(program, at + part.byteAt(place)));
      return run(part.text, file);
    };
    this.#hardware.work.isBooting = true;
    parts.set(BOOT_FILE, placeOf);
    parts.set(MODEL_FILE, placeOf);
    const file = source === storage.files.get(BOOT_CODE) ? BOOT_FILE : MODEL_FILE;
    this.#callbacks.run("event", () => run(text, file));
    this.#callbacks.runListeners("event", (global.E as Record<string, unknown>)["#oninit"], global.E, []);
    if (typeof global.onInit === "function") this.#callbacks.runListeners("event", global.onInit, undefined, []);
    this.#wifi.restore();
    this.#hardware.work.isBooting = false;
  }

  /** Has what the program reads of itself taken for the time that it takes. */
  #count(files: ReadonlyMap<string, Ran>, places: ReadonlyMap<string, (place: Place) => Place>): void {
    const tell = this.realm.run(COUNTING, "counting") as (told: (file: string, at: number) => void) => void;
    const { work } = this.#hardware;
    work.placeOf = (read) => {
      const [file, at] = read.split(AT);
      const ran = files.get(file);
      const place = ran === undefined ? undefined : places.get(file)?.(placeAt(ran.code, Number(at)));
      return place === undefined ? file : chipPlace(place);
    };
    tell((file, at) => {
      if (work.tick(file + AT + at)) this.#callbacks.hang();
    });
  }

  /**
   * One pass of the idle loop, in the engine's order: watches, timers, sockets, queued events.
   * @returns whether anything was done
   */
  idle(): boolean {
    if (this.#bites() || this.#callbacks.isHung) return false;
    const hadWatches = this.#watches.idle();
    const hadTimers = this.#timers.runDue();
    const hadSockets = this.#sockets.idle();
    const hadEvents = this.#callbacks.runQueue();
    if (this.#callbacks.isHung) return false;
    // The chip restarts in the middle of what took so long; here that comes to its end first.
    if (this.#bites()) return false;
    if (this.#watchdog?.auto === true) this.#kick();
    return [hadWatches, hadTimers, hadSockets, hadEvents].includes(true);
  }

  /** Sets the wall clock on without compensation, as SNTP does: every timer comes due so much earlier. */
  jumpClock(ms: number): void {
    this.#wallOffsetMs += ms;
    this.#timers.jump(ms);
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#watches.reset();
    this.#callbacks.reset();
    this.#sockets.reset();
    this.#wifi.stop();
  }

  /** A flag is told once, until firmware takes the flags. */
  #raise(flag: string): void {
    if (this.#errorFlags.has(flag)) return;
    this.#errorFlags.add(flag);
    const { global, intrinsics } = this.realm;
    this.#callbacks.queueListeners(global.E as Record<string, unknown>, "errorFlag", [intrinsics.newArray([flag])]);
    this.#hardware.print(`New interpreter error: [ "${flag}" ]`);
  }

  /** Whether the watchdog has waited too long. */
  #bites(): boolean {
    if (this.#watchdogUs() > this.#hardware.time.nowUs) return false;
    this.#hardware.print("Task watchdog got triggered");
    this.#restart = "watchdog";
    return true;
  }

  #watchdogUs(): number {
    return this.#watchdog === undefined ? Infinity : this.#watchdog.kickedUs + this.#watchdog.seconds * 1e6;
  }

  #kick(): void {
    if (this.#watchdog !== undefined) this.#watchdog.kickedUs = this.#hardware.time.nowUs;
  }

  /** Of the chip's address space, the registers that firmware reads. */
  #register(address: number): number {
    const { chip, resetCause, usb, randomWord } = this.#hardware;
    switch (address) {
      case chip.resetStateRegister:
        return resetCause;
      case chip.randomRegister:
        return randomWord();
      case chip.usbRegister:
        return usb?.state ?? 0;
      default:
        return 0;
    }
  }

  #defineGlobals(random: Random): void {
    const { global, intrinsics } = this.realm;
    const { chip, print, time, pins, storage, memory, wokenBy } = this.#hardware;
    const callbacks = this.#callbacks;
    const pinGlobals = pinFunctions({ chip, pins, time, watches: this.#watches, intrinsics, print });
    const log = (...values: unknown[]): void => {
      // Every line break makes a line of its own, as a terminal shows it.
      for (const line of values
        .map((value) => inspect(value))
        .join(" ")
        .split("\n"))
        print(line);
    };
    const functions: Record<string, (...args: never[]) => unknown> = {
      print: log,
      setTimeout: (run: unknown, ms: unknown, ...args: unknown[]) => this.#timers.set(run, ms, args, false),
      setInterval: (run: unknown, ms: unknown, ...args: unknown[]) => this.#timers.set(run, ms, args, true),
      clearTimeout: (...ids: unknown[]) => this.#timers.clear(ids, "Timeout"),
      clearInterval: (...ids: unknown[]) => this.#timers.clear(ids, "Interval"),
      changeInterval: (id: unknown, ms: unknown) => this.#timers.change(id, ms),
      getTime: () => this.wallMs / 1000,
      // Compensated: running timers keep their distance.
      setTime: (seconds: number) => void (this.#wallOffsetMs += seconds * 1000 - this.wallMs),
      peek32: (address: number) => this.#register(address),
      getSerial: () => this.#hardware.serial,
      reset: () => void (this.#restart = "reset"),
      load: () => void (this.#restart = "load"),
      btoa: (bytes: unknown) => Buffer.from(String(bytes), "latin1").toString("base64"),
      atob: (text: unknown) => Buffer.from(String(text), "base64").toString("latin1"),
      ...pinGlobals.functions,
    };
    for (const name in functions) global[name] = callbacks.native(functions[name]);
    for (const pin of pins) global[`D${pin.number}`] = pin.number;
    const modules: Record<string, unknown> = {
      net: Object.assign(intrinsics.newObject(), {
        connect: callbacks.native((options: unknown, done: unknown) => this.#sockets.connect(options, done)),
      }),
      tls: Object.assign(intrinsics.newObject(), {
        connect: callbacks.native((options: unknown, done: unknown) => this.#sockets.connect(options, done, true)),
      }),
      dgram: dgramModule(this.#hardware.air, time, callbacks, intrinsics),
      Wifi: this.#wifi.module,
      Storage: storage.module(callbacks, intrinsics),
      Flash: storage.flashModule(callbacks, intrinsics),
      neopixel: neopixelModule(pins, time, callbacks, intrinsics),
      crypto: Object.assign(intrinsics.newObject(), {
        SHA256: callbacks.native((message: unknown) => {
          const hash = createHash("sha256").update(String(message), "latin1").digest();
          return new intrinsics.Uint8Array(hash).buffer;
        }),
      }),
    };
    const system = systemGlobals({
      chip,
      callbacks,
      intrinsics,
      random,
      consoles: this.consoles,
      flash: this.#hardware.flash,
      release: this.#hardware.release,
      pins,
      wakeupCause: wokenBy === undefined ? 0 : wokenBy === "time" ? WOKEN_BY_TIMER : chip.wakeupByPin,
      wakeupPin: typeof wokenBy === "number" ? wokenBy : undefined,
      sleep: (wakeUp) => {
        this.#sleep = wakeUp;
        return callbacks.die();
      },
      restart: (kind) => (this.#restart = kind),
      memoryReport: (collects) => memory.report(this.#sockets.pendingCharacters, collects),
      watchdog: (seconds, auto) => (this.#watchdog = { seconds, auto, kickedUs: time.nowUs }),
      kick: () => this.#kick(),
      log,
      serial: this.#hardware.serial,
      takeErrorFlags: () => {
        const flags = [...this.#errorFlags];
        this.#errorFlags.clear();
        return flags;
      },
      temperatureByte: () => this.#hardware.temperatureByte(),
      setAttenuation: pinGlobals.setAttenuation,
    });
    Object.assign(modules, system.modules);
    Object.assign(global, system.globals);
    callbacks.process = system.globals.process as Record<string, unknown>;
    Object.assign(
      global,
      i2cPorts(chip.i2c, (clock, data) => this.#hardware.i2c(clock, data), time, callbacks, intrinsics),
    );
    global.OneWire = oneWireClass((pin) => this.#hardware.oneWire(pin), callbacks, intrinsics);
    global.require = callbacks.native((name: unknown) => {
      const module = modules[String(name)];
      if (module === undefined) throw new intrinsics.Error(`Module "${String(name)}" not found`);
      return module;
    });
  }
}

/** Espruino's JSON.parse stops after the first value and does not look at what follows. */
function firstJsonValue(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    const at = /after JSON at position (\d+)/.exec(describeError(error));
    if (at) return text.slice(0, Number(at[1]));
  }
  return text;
}
