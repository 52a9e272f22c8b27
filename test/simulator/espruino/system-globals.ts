import type { Callbacks } from "./callbacks";
import type { EspruinoChip } from "./chips";
import type { Random } from "./random";
import type { Intrinsics } from "./realm";
import type { WakePin, WakeUp } from "../deep-sleep";
import type { SimulatedPin } from "../pins";
import type { EspruinoRelease } from "./release";

/** The consoles that Espruino on ESP32 leaves open after every reset. */
export interface Consoles {
  telnet: boolean;
  bluetooth: boolean;
}

/** What the chip's flash memory holds besides files: it outlives a reboot. */
export interface ChipFlash {
  /** In NVS: whether the next boot starts Bluetooth. */
  bluetooth: boolean;
  /** Whether the boot code is still there. */
  hasBootCode: boolean;
}

/** How firmware, or what watches over it, has the board start again: the interpreter alone, or the chip. */
export type Restart = "reset" | "load" | "reboot" | "watchdog";

/** What the objects below need of the engine. */
export interface System {
  readonly chip: EspruinoChip;
  readonly callbacks: Callbacks;
  readonly intrinsics: Intrinsics;
  readonly random: Random;
  readonly consoles: Consoles;
  readonly flash: ChipFlash;
  readonly serial: string;
  readonly release: EspruinoRelease;
  readonly pins: readonly SimulatedPin[];
  /** As the ESP-IDF numbers it: 0 where the chip did not sleep. */
  readonly wakeupCause: number;
  /** The pin that woke it, where the release tells. */
  readonly wakeupPin: number | undefined;
  /** Ends the program where it stands. */
  sleep(wakeUp: WakeUp): never;
  restart(kind: Restart): void;
  memoryReport(collectsGarbage: boolean): Record<string, number>;
  /** @param auto whether the idle loop kicks it */
  watchdog(seconds: number, auto: boolean): void;
  kick(): void;
  takeErrorFlags(): string[];
  temperatureByte(): number;
  setAttenuation(pin: unknown, mv: unknown): void;
  log(...values: unknown[]): void;
}

/** As builds between two releases call themselves. */
const LATER_VERSION = "2v29.277";
const FREE_HEAP_BYTES = 60_000;

type Functions = Record<string, (...args: never[]) => unknown>;

/** `E`, `process`, `console`, `ESP32`, `NRF` and the modules without a file of their own. */
export function systemGlobals(system: System): { globals: Record<string, unknown>; modules: Record<string, unknown> } {
  const { callbacks, intrinsics, consoles, flash } = system;
  const object = (functions: Functions, values: object = {}): Record<string, unknown> => {
    const made = Object.assign(intrinsics.newObject(), values);
    for (const name in functions) made[name] = callbacks.native(functions[name]);
    return made;
  };
  const version = system.release === "2v29" ? "2v29" : LATER_VERSION;
  const environment = Object.assign(intrinsics.newObject(), {
    VERSION: version,
    BOARD: system.chip.board,
    FLASH: 0,
    STORAGE: 917_504,
    SERIAL: system.serial,
    CONSOLE: "Serial1",
    MODULES: `Flash,Storage,net,dgram,tls,http,Wifi,${system.chip.hasTelnet ? "TelnetServer," : ""}ESP32`,
  });
  const process = object(
    {
      memory: (collect: unknown) => {
        const told = Object.assign(
          intrinsics.newObject(),
          system.memoryReport(collect === undefined || Boolean(collect)),
        );
        return system.release === "2v29" ? told : Object.assign(told, buffersAndHeap(intrinsics));
      },
    },
    { env: environment, version },
  );
  const chip = object({
    reboot: () => system.restart("reboot"),
    ...deepSleep(system),
    getState: () =>
      Object.assign(intrinsics.newObject(), {
        sdkVersion: "v3.1.3",
        freeHeap: FREE_HEAP_BYTES,
        BLE: flash.bluetooth,
        Wifi: true,
      }),
    setAtten: (pin: unknown, mv: unknown) => {
      system.log(`Atten:${Math.trunc(Number(mv))}`);
      system.setAttenuation(pin, mv);
    },
    enableBLE: (enabled: unknown) => {
      flash.bluetooth = Boolean(enabled);
      flash.hasBootCode = false;
      system.restart("reboot");
    },
    enableWifi: () => undefined,
  });
  const bluetooth = object({
    setServices: (_services: unknown, options: unknown) => {
      if ((options as { uart?: unknown } | undefined)?.uart === false) consoles.bluetooth = false;
    },
    setAdvertising: () => undefined,
    sleep: () => void (consoles.bluetooth = false),
  });
  const telnet = object({
    setOptions: (options: unknown) => {
      const mode = (options as { mode?: unknown } | undefined)?.mode;
      if (mode !== undefined) consoles.telnet = mode !== "off";
    },
  });
  return {
    globals: {
      E: object(functionsOfE(system)),
      process,
      console: object({ log: system.log, warn: system.log, error: system.log, info: system.log, debug: system.log }),
      ESP32: chip,
      NRF: bluetooth,
    },
    modules: { ...(system.chip.hasTelnet ? { TelnetServer: telnet } : {}), ESP32: chip },
  };
}

/** What `process.memory()` tells since 2v29 besides. The heap stands in the object of the buffer to send (src/jswrap_process.c). */
function buffersAndHeap({ newObject }: Intrinsics): { rx: object; tx: object } {
  return {
    rx: Object.assign(newObject(), { used: 0, total: 4_096 }),
    tx: Object.assign(newObject(), {
      used: 0,
      total: 256,
      free_heap: FREE_HEAP_BYTES,
      largest_block: FREE_HEAP_BYTES / 2,
    }),
  };
}

/** targets/esp32/jswrap_esp32.c. A sleep until a pin has a level enables no timer. */
function deepSleep(system: System): Functions {
  const { chip, intrinsics } = system;
  const wakePin = (pin: unknown, high: boolean): WakePin => {
    const found = typeof pin === "number" && chip.isWakePin(pin) ? system.pins[pin] : undefined;
    if (found === undefined) throw new intrinsics.Error("Invalid pin");
    return { pin: found, high, pull: chip.pullAsleep(found, high) };
  };
  return {
    // An integer of 32 bits with a sign; below 0 it is a time without end.
    deepSleep: (us: unknown) => {
      const micros = Math.trunc(Number(us)) | 0;
      system.sleep(micros < 0 ? {} : { us: micros });
    },
    deepSleepExt0: (pin: unknown, level: unknown) => system.sleep({ pins: [wakePin(pin, Number(level) !== 0)] }),
    deepSleepExt1: (pins: unknown, mode: unknown) => {
      const all = (Array.isArray(pins) ? pins : [pins]).map((pin) => wakePin(pin, Number(mode) === 1));
      if (Number(mode) !== 0 && Number(mode) !== 1) throw new intrinsics.Error(`Invalid mode (${Number(mode)})!`);
      if (Number(mode) === 0 && all.length > 1) throw new Error("Waking by all pins being low is not modelled");
      system.sleep({ pins: all });
    },
    getWakeupCause: () => system.wakeupCause,
    ...(system.release === "2v29" ? {} : { getWakeupPin: () => system.wakeupPin }),
  };
}

function functionsOfE(system: System): Functions {
  const { intrinsics, random } = system;
  const toBytes = (values: unknown[]): number[] =>
    // Arrays of the firmware's scope have no flatMap.
    Array.from(values).flatMap((value): number[] => {
      if (typeof value === "number") return [value & 255];
      if (typeof value === "string") return Array.from(value, (byte) => byte.charCodeAt(0));
      if (Array.isArray(value)) return toBytes(value);
      if (value instanceof intrinsics.ArrayBuffer) return Array.from(new Uint8Array(value));
      if (ArrayBuffer.isView(value)) return Array.from(value as never as number[], (each) => each & 255);
      const { data, count } = (value ?? {}) as { data?: unknown; count?: unknown };
      return count === undefined ? [] : Array.from({ length: Number(count) }, () => toBytes([data])).flat();
    });
  const toText = (values: unknown[]): string =>
    toBytes(values)
      .map((byte) => String.fromCharCode(byte))
      .join("");
  return {
    srand: (seed: number) => random.seed(seed),
    // A source of its own on the chip; here the simulation must be the same each time.
    hwRand: () => random.next(),
    getErrorFlags: () => intrinsics.newArray(system.takeErrorFlags()),
    enableWatchdog: (seconds: number, auto: unknown) => system.watchdog(seconds, auto === undefined || Boolean(auto)),
    kickWatchdog: () => system.kick(),
    clip: (value: number, low: number, high: number) => Math.min(high, Math.max(low, value)),
    toString: (...values: unknown[]) => toText(values),
    toFlatString: (...values: unknown[]) => toText(values),
    toUint8Array: (...values: unknown[]) => new intrinsics.Uint8Array(toBytes(values)),
    // A copy: on the chip it shares its bytes with the flat string, which no string of V8 can.
    toArrayBuffer: (text: unknown) => new intrinsics.Uint8Array(toBytes([text])).buffer,
    getAnalogVRef: () => NaN,
    // The register as it is: degrees Fahrenheit, more or less.
    getTemperature: () => {
      if (system.chip.hasThermometer) return system.temperatureByte();
      system.log("ERROR: >> jshReadTemperature Not implemented");
      return NaN;
    },
    getBattery: () => NaN,
    setFlags: () => undefined,
    getFlags: () => intrinsics.newObject(),
    defrag: () => undefined,
    reboot: () => system.restart("reboot"),
  };
}
