import type { HostValue, LuaFunction } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import { Slot } from "../arguments";
import { encoder } from "../encoder";
import type { Branch, NodeMcu } from "../engine";
import { FilesInFlash } from "../files-in-flash";
import type { Hardware } from "../hardware";
import { HASHER } from "../hashers";
import { adc } from "./adc";
import { LuaConsole } from "./console";
import { crypto } from "./crypto";
import { rtcmem } from "./rtcmem";
import { Files } from "./files";
import { Gpio } from "./gpio";
import { Heap } from "./heap";
import { I2c } from "./i2c";
import { FlashStore, LFS_LIBRARY } from "./lfs";
import { Names } from "./names";
import { Net } from "./net";
import { integer } from "./numbers";
import { ow } from "./ow";
import { ANALOG_PIN } from "./pins";
import { Pwm } from "./pwm";
import { Timers } from "./timers";
import { Udp } from "./udp";
import { Wifi } from "./wifi";
import { ws2812 } from "./ws2812";

const FLASH_BYTES = 1_000_000;
const TASK_QUEUE_LENGTH = 8;
const RESTART_AFTER_ERROR_MS = 2000;
/** How long a program that never comes back lives: the SDK's watchdog of software. */
const WATCHDOG_MS = 3200;

/** Branch release, for the ESP8266. */
export function esp8266(engine: NodeMcu, hardware: Hardware): Branch {
  const { tasks, vm } = engine;
  const { time, pins, air, print } = hardware;
  tasks.queueLengths = { high: TASK_QUEUE_LENGTH, medium: TASK_QUEUE_LENGTH, low: TASK_QUEUE_LENGTH };
  const onError = new Slot();
  let restarting: { cancel(): void } | undefined;

  /** As luaL_pcallx: what came out of a callback is told by a task of its own, which is one of these itself. */
  const failed = (error: LuaError): void => {
    const report = `${error.message}\n${error.traceback}`;
    tasks.post("high", () => {
      const handler: LuaFunction | undefined = onError.held;
      if (handler !== undefined) tasks.call(handler, report);
      else {
        report.split("\n").forEach((line) => print(line));
        restarting ??= time.after(RESTART_AFTER_ERROR_MS, () => engine.restartChip());
      }
    });
  };
  const hung = (): void => {
    engine.hang();
    restarting?.cancel();
    restarting = time.after(WATCHDOG_MS, () => engine.restartChip("watchdog"));
  };
  /** An error with nothing around it: the interpreter stops in an endless loop. */
  const panic = (error: LuaError): void => {
    engine.uncaught.push(error.message);
    print(`PANIC: unprotected error in call to Lua API (${error.message})`);
    hung();
  };

  const timers = new Timers(time, tasks, () => engine.restartChip());
  const names = new Names(air, time);
  const net = new Net({ air, time, tasks, names, panic });
  const udp = new Udp({ air, time, tasks, names, panic });
  const wifi = new Wifi(hardware, tasks);
  const gpio = new Gpio(pins, time, tasks, (pin) => pwm.close(pin));
  const makeOutput = (pin: number): void => gpio.makeOutput(pin);
  const pwm = new Pwm(pins, makeOutput);
  const heap = new Heap(vm);
  const files = new Files(new FilesInFlash(hardware.files, FLASH_BYTES));
  const luaConsole = new LuaConsole(vm, print, (message) => engine.uncaught.push(message));
  const flash = new FlashStore(hardware.kept, hardware.files, () => engine.hangNow(hung));

  return {
    modules: {
      node: {
        heap: () => heap.freeBytes,
        ...flash.functions,
        ...node(engine, hardware, onError),
      },
      tmr: timers.module,
      net: {
        TCP: 1,
        UDP: 2,
        createConnection: () => net.create(),
        createUDPSocket: () => udp.create(),
        dns: names.module(tasks, panic),
      },
      wifi: wifi.module,
      gpio: gpio.module,
      pwm: pwm.module,
      adc: adc(pins[ANALOG_PIN]),
      i2c: new I2c((clock, data) => hardware.i2c(clock, data)).module,
      ow: ow((pin) => hardware.oneWire(pin)),
      ws2812: ws2812(pins[4], makeOutput),
      file: files.module,
      crypto,
      encoder,
      rtcmem: rtcmem(hardware),
      lfsIndex: flash.index,
    },
    library: LIBRARY + LFS_LIBRARY,
    heap: () => ({ free: heap.freeBytes, total: heap.totalBytes }),
    isReady: () => heap.programStarts([net.kind, udp.kind, timers.kind, files.kind, HASHER]),
    failed,
    hung,
    enter: (line) => luaConsole.enter(line),
    idle: () => {
      if (heap.isExhausted) panic(new LuaError("not enough memory"));
      return net.idle();
    },
    stop: () => {
      restarting?.cancel();
      timers.stop();
      net.stop();
      udp.stop();
      gpio.stop();
      wifi.stop();
    },
  };
}

/** By the reason of a reset: what the ROM says of it, and what the SDK does (app/modules/node.c). */
const RESETS: Readonly<Record<string, readonly [number, number]>> = {
  "power on": [1, 0],
  reboot: [2, 4],
  watchdog: [4, 3],
  "deep sleep": [2, 5],
  brownout: [1, 0],
};

function node(engine: NodeMcu, hardware: Hardware, onError: Slot): { readonly [name: string]: HostValue } {
  const { serial, random } = hardware;
  const chance = random ?? Math.random;
  return {
    chipid: () => parseInt(serial.replace("-", "").slice(6), 16),
    bootreason: () => RESETS[hardware.resetReason] ?? RESETS["power on"],
    restart: () => engine.restartNow(),
    // 0 is without end. GPIO16 is taken to be wired to RST.
    dsleep: (us) => {
      if (us !== undefined) engine.sleepNow(Number(us) === 0 ? {} : { us: Number(us) });
    },
    setonerror: (handler) => onError.set(handler instanceof Callback ? handler : undefined),
    random: (...args) => {
      if (args.length === 0) return chance();
      const [low, high] = args.length === 1 ? [1, integer(args[0], 1)] : [integer(args[0], 1), integer(args[1], 2)];
      if (low > high) throw new LuaError("bad argument #2 (interval is empty)");
      return low + Math.floor(chance() * (high - low + 1));
    },
    CPU80MHZ: 80,
    CPU160MHZ: 160,
    getcpufreq: () => 80,
    egc: { NOT_ACTIVE: 0, ON_ALLOC_FAILURE: 1, ON_MEM_LIMIT: 2, ALWAYS: 4, setmode: () => {} },
    task: engine.taskModule,
  };
}

/** What a chip does not have, and what it has only to be read. */
const LIBRARY = `
os, io = nil, nil
debug = { traceback = debug.traceback, getregistry = debug.getregistry }
local kept = {}
for _, name in ipairs({ "abs", "ceil", "floor", "max", "min", "pow", "random", "randomseed", "sqrt", "pi", "huge" }) do
  kept[name] = math[name]
end
math = kept
local function readonly(library)
  return setmetatable({}, { __index = library, __newindex = function() error("table is readonly", 2) end })
end
math, table, string = readonly(math), readonly(table), readonly(string)
`;
