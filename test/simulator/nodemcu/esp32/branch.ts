import type { HostValue } from "../../lua/vm";
import { LuaError, LuaFloat, LuaFunction } from "../../lua/vm";
import { Slot } from "../arguments";
import { encoder } from "../encoder";
import type { Branch, NodeMcu } from "../engine";
import { FilesInFlash } from "../files-in-flash";
import { oneWireCrc } from "../../devices/one-wire-rom";
import type { Hardware } from "../hardware";
import { Adc } from "./adc";
import { crypto } from "./crypto";
import { wakeUpOf } from "./dsleep";
import { Gpio } from "./gpio";
import { I2c } from "./i2c";
import { Io } from "./io";
import { Ledc } from "./ledc";
import { Net } from "./net";
import { ow } from "./ow";
import { PulseCounters } from "./pulsecnt";
import { Rmt } from "./rmt";
import { Timers } from "./timers";
import { Udp } from "./udp";
import { VARIANTS, type Variant } from "./variants";
import { Wifi } from "./wifi";
import { ws2812 } from "./ws2812";

const FLASH_BYTES = 917_504;
const RESTART_AFTER_ERROR_MS = 2000;
/** ESP-IDF's task watchdog, which is on: the idle task has not run for so long (sdkconfig.defaults, CONFIG_ESP_TASK_WDT_PANIC). */
const WATCHDOG_MS = 5000;

/** Branch dev-esp32, for a chip of the ESP32's family. */
export const branchFor =
  (name: Variant["name"]) =>
  (engine: NodeMcu, hardware: Hardware): Branch =>
    branch(engine, hardware, VARIANTS[name]);

function branch(engine: NodeMcu, hardware: Hardware, variant: Variant): Branch {
  const { tasks } = engine;
  const { time, pins, air, print } = hardware;
  const timers = new Timers(time, tasks);
  const net = new Net(air, time, tasks);
  const udp = new Udp(air, time, tasks);
  const wifi = new Wifi(hardware, engine);
  const gpio = new Gpio(pins, tasks, variant.isInputOnly);
  const pulseCounters = new PulseCounters(pins);
  const rmt = new Rmt(pins, time, tasks);
  const files = new FilesInFlash(hardware.files, FLASH_BYTES);
  const onError = new Slot();
  const clockFromUs = time.nowUs - hardware.wallMs * 1000;
  let restarting: { cancel(): void } | undefined;

  const failed = (error: LuaError): void => {
    const report = `${error.message}\n${error.traceback}`;
    const handler = onError.held;
    if (handler === undefined) {
      report.split("\n").forEach((line) => print(line));
      restarting ??= time.after(RESTART_AFTER_ERROR_MS, () => engine.restartChip());
      return;
    }
    try {
      handler.call(report);
    } catch (second) {
      // An error of the handler's own is one too many.
      if (!(second instanceof LuaError)) throw second;
      engine.uncaught.push(second.message);
      print(second.message);
      engine.restartChip();
    }
  };

  return {
    modules: {
      node: node(engine, hardware, onError, variant),
      tmr: timers.module,
      net: { ...net.module, createUDPSocket: () => udp.create() },
      wifi: wifi.module,
      gpio: gpio.module,
      adc: new Adc(pins, variant.analogPins).module,
      ledc: new Ledc(pins, variant).module,
      i2c: new I2c((clock, data) => hardware.i2c(clock, data)).module,
      rmt: rmt.module,
      ...(variant.hasPulseCounters ? { pulsecnt: pulseCounters.module } : {}),
      ws2812: ws2812(pins, time),
      ow: ow((pin) => hardware.oneWire(pin)),
      file: files.module,
      // Of gettimeofday, which goes on asleep and over resets.
      time: { get: () => [Math.floor((time.nowUs - clockFromUs) / 1e6), Math.floor((time.nowUs - clockFromUs) % 1e6)] },
      io: new Io(files).module,
      crypto,
      encoder,
    },
    library: LIBRARY,
    heap: () => ({ free: freeHeap(engine, variant), total: variant.heapBytes }),
    failed,
    hung: () => {
      restarting = time.after(WATCHDOG_MS, () => {
        print("Task watchdog got triggered");
        engine.restartChip();
      });
    },
    idle: () => net.idle(),
    stop: () => {
      restarting?.cancel();
      timers.stop();
      net.stop();
      udp.stop();
      gpio.stop();
      rmt.stop();
      pulseCounters.stop();
      wifi.stop();
    },
  };
}

/** A value takes half the room on the chip, and with so little memory garbage is collected before it piles up. */
function freeHeap({ vm }: NodeMcu, { heapBytes }: Variant): number {
  vm.collect();
  return Math.max(0, Math.floor(heapBytes - vm.memoryBytes / 2));
}

function node(
  engine: NodeMcu,
  { time, serial, resetCause, pins }: Hardware,
  onError: Slot,
  variant: Variant,
): { readonly [name: string]: HostValue } {
  const bootUs = time.nowUs;
  return {
    // Microseconds as a float: of single precision on Lua 5.3, so that a day after boot 8 ms are the least step.
    uptime: () => [new LuaFloat(time.nowUs - bootUs), 0],
    heap: () => freeHeap(engine, variant),
    chipmodel: () => variant.name,
    // The lowest six of the address's and its checksum's seven bytes but one: the last of the address is not there.
    ...(variant.hasChipId
      ? {
          chipid: () => {
            const mac = Buffer.from(serial.replace("-", ""), "hex");
            const check = oneWireCrc([...mac]).toString(16);
            return `0x${check}${mac.subarray(0, 5).toString("hex")}`;
          },
        }
      : {}),
    bootreason: () => [resetClass(resetCause), resetCause + 7],
    restart: () => engine.restartNow(),
    dsleep: (options) => engine.sleepNow(wakeUpOf(options, pins)),
    setonerror: (handler) => onError.set(handler instanceof LuaFunction ? handler : undefined),
    task: engine.taskModule,
  };
}

/** As node.c has it: power on, restart by software, watchdog, and all else. */
function resetClass(cause: number): number {
  if (cause === 1) return 1;
  if (cause === 3 || cause === 12) return 2;
  return [4, 9, 11, 13].includes(cause) ? 4 : 3;
}

/** What a chip does not have. */
const LIBRARY = `
os = nil
debug = { traceback = debug.traceback, getinfo = debug.getinfo }
`;
