import type { AccessPoint } from "../access-point";
import type { Air } from "../air";
import type { EngineModel } from "../engine-model";
import type { I2cLine } from "../i2c-line";
import type { HostValue, LuaVersion } from "../lua/vm";
import { LuaError, LuaFloat, LuaFunction, LuaVm } from "../lua/vm";
import type { OneWireLine } from "../one-wire-line";
import type { SimulatedPin } from "../pins";
import type { VirtualTime } from "../virtual-time";
import { Adc } from "./adc";
import { callback, Slot } from "./arguments";
import { crypto, encoder } from "./crypto";
import { Files } from "./files";
import { Gpio } from "./gpio";
import { I2c } from "./i2c";
import { Ledc } from "./ledc";
import { Net } from "./net";
import { ow } from "./ow";
import { Tasks, type CallbackKind } from "./tasks";
import { Timers } from "./timers";
import { Wifi } from "./wifi";

/** What the engine is soldered to. */
export interface Hardware {
  readonly time: VirtualTime;
  readonly pins: readonly SimulatedPin[];
  /** The 1-wire bus on a pin; undefined where there is no such pin. */
  oneWire(pin: number): OneWireLine | undefined;
  /** The I²C bus on two pins. */
  i2c(clock: number, data: number): I2cLine;
  readonly air: Air;
  readonly accessPoint: AccessPoint;
  /** The flash memory's files; they outlive a reboot. */
  readonly files: Map<string, string>;
  /** As the chip's address is written: "24a160aa-bbcc". */
  readonly serial: string;
  readonly version: LuaVersion;
  /** In the place of Lua's own generator. */
  readonly random: (() => number) | undefined;
  /** One line on the serial console. */
  print(line: string): void;
}

/** What the heap has when Lua starts, with Wi-Fi on; nominal. */
const HEAP_BYTES = 200_000;
const RESTART_AFTER_ERROR_MS = 2000;

/** Ends the program where it stands: the chip restarts. */
class Restarted extends Error {}

/** NodeMCU, branch dev-esp32, from one reset to the next: Lua with its modules, and the task that calls the program. */
export class NodeMcu implements EngineModel {
  readonly vm: LuaVm;
  /** Errors that came out of callbacks, whether a handler got them or not. */
  readonly uncaught: string[] = [];
  readonly #hardware: Hardware;
  readonly #tasks: Tasks;
  readonly #timers: Timers;
  readonly #net: Net;
  readonly #wifi: Wifi;
  readonly #gpio: Gpio;
  readonly #onError = new Slot();
  readonly #bootUs: number;
  #restart: "reset" | undefined;
  #restarting: { cancel(): void } | undefined;

  constructor(hardware: Hardware) {
    this.#hardware = hardware;
    const { time, pins, air, accessPoint, serial, print } = hardware;
    this.#bootUs = time.nowUs;
    this.vm = new LuaVm({ version: hardware.version, print: (text) => text.split("\n").forEach(print) });
    this.#tasks = new Tasks(
      (error) => this.#failed(error),
      (isShort) => (this.vm.failNext = isShort ? "not enough memory" : undefined),
    );
    this.#timers = new Timers(time, this.#tasks);
    this.#net = new Net(air, time, this.#tasks);
    const mac = serial.replace("-", "").replace(/..(?!$)/g, "$&:");
    this.#wifi = new Wifi(accessPoint, air, time, this.#tasks, mac);
    this.#gpio = new Gpio(pins, this.#tasks);
    const files = new Files(hardware.files);
    const modules: Record<string, HostValue> = {
      node: this.#node(),
      tmr: this.#timers.module,
      net: this.#net.module,
      wifi: this.#wifi.module,
      gpio: this.#gpio.module,
      adc: new Adc(pins).module,
      ledc: new Ledc(pins).module,
      i2c: new I2c((clock, data) => hardware.i2c(clock, data)).module,
      ow: ow((pin) => hardware.oneWire(pin)),
      file: files.file,
      io: files.io,
      crypto,
      encoder,
      readFlash: (name) => hardware.files.get(String(name)),
    };
    if (hardware.random !== undefined) modules.random = hardware.random;
    for (const name in modules) this.vm.setGlobal(name, modules[name]);
    this.vm.run(FLASH_LIBRARY, "nodemcu");
  }

  /** When something is due by itself, on the virtual clock in µs: everything is an event on it. */
  get nextUs(): number {
    return Infinity;
  }

  get restart(): "reset" | undefined {
    return this.#restart;
  }

  /** Runs init.lua from flash; an error in it is printed, and the chip waits at its prompt. */
  boot(): void {
    const source = this.#hardware.files.get("init.lua");
    if (source === undefined) return;
    try {
      this.#run(source, "init.lua");
    } catch (error) {
      if (!(error instanceof Restarted)) throw error;
    }
  }

  interruptNext(kind: CallbackKind): void {
    this.#tasks.interruptNext(kind);
  }

  /** Has a line of the console run; an error in it is printed, and nothing more. */
  type(line: string): void {
    this.#tasks.post("medium", () => this.#run(line, "stdin"));
  }

  /** Runs what is waiting; @returns whether anything was done */
  idle(): boolean {
    if (this.#restart !== undefined) return false;
    let hasRun = this.#net.idle();
    try {
      while (this.#tasks.runNext()) hasRun = true;
    } catch (error) {
      if (!(error instanceof Restarted)) throw error;
    }
    return hasRun;
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#restarting?.cancel();
    this.#timers.stop();
    this.#net.stop();
    this.#gpio.stop();
    this.#wifi.stop();
  }

  #run(source: string, name: string): void {
    try {
      this.vm.run(source, name);
    } catch (error) {
      if (!(error instanceof LuaError)) throw error;
      this.uncaught.push(error.message);
      this.#hardware.print(error.message);
    }
  }

  #failed(error: LuaError): void {
    this.uncaught.push(error.message);
    const report = `${error.message}\n${error.traceback}`;
    const handler = this.#onError.held;
    if (handler === undefined) {
      report.split("\n").forEach((line) => this.#hardware.print(line));
      this.#restarting ??= this.#hardware.time.after(RESTART_AFTER_ERROR_MS, () => (this.#restart = "reset"));
      return;
    }
    try {
      handler.call(report);
    } catch (second) {
      // An error of the handler's own is one too many.
      if (!(second instanceof LuaError)) throw second;
      this.uncaught.push(second.message);
      this.#hardware.print(second.message);
      this.#restart = "reset";
    }
  }

  #node(): { readonly [name: string]: HostValue } {
    return {
      // Microseconds as a float: of single precision on Lua 5.3, so that a day after boot 8 ms are the least step.
      uptime: () => [new LuaFloat(this.#hardware.time.nowUs - this.#bootUs), 0],
      // A value takes half the room on the chip, and with so little memory garbage is collected before it piles up.
      heap: () => {
        this.vm.collect();
        return Math.max(0, Math.floor(HEAP_BYTES - this.vm.memoryBytes / 2));
      },
      chipid: () => `0x${this.#hardware.serial.replace("-", "")}`,
      bootreason: () => [1, 8],
      restart: () => {
        this.#restart = "reset";
        throw new Restarted();
      },
      setonerror: (handler) => this.#onError.set(handler instanceof LuaFunction ? handler : undefined),
      task: {
        LOW_PRIORITY: 0,
        MEDIUM_PRIORITY: 1,
        HIGH_PRIORITY: 2,
        post: (...args) => {
          const number = typeof args[0] === "number" ? args[0] : 1;
          const run = callback(args[typeof args[0] === "number" ? 1 : 0], args.length);
          const isPosted = this.#tasks.post((["low", "medium", "high"] as const)[number] ?? "medium", () => {
            this.#tasks.attempt(() => run.call(number));
            run.release();
          });
          if (!isPosted) throw new LuaError("Task queue overflow. Task not posted");
        },
      },
    };
  }
}

/** Loading from flash, and without what a chip does not have. */
const FLASH_LIBRARY = `
local read, load = readFlash, loadstring or load
local package, error = package, error
readFlash, os = nil, nil
debug = { traceback = debug.traceback, getinfo = debug.getinfo }

function loadfile(name)
  local source = read(name)
  if source == nil then return nil, "cannot open " .. name end
  return load(source, "@" .. name)
end
local loadfile = loadfile
function dofile(name)
  local chunk, problem = loadfile(name)
  if chunk == nil then error(problem, 0) end
  return chunk()
end
if random then
  local random, floor = random, math.floor
  math.random = function(m, n)
    if m == nil then return random() end
    if n == nil then m, n = 1, m end
    return m + floor(random() * (n - m + 1))
  end
end
random = nil
local searchers = package.searchers or package.loaders
for i = #searchers, 2, -1 do searchers[i] = nil end
searchers[2] = function(name)
  local chunk, problem = loadfile(name .. ".lua")
  return chunk or "\\n\\t" .. problem
end
`;
