/**
 * NodeMCU's modules, as far as the firmware uses them (branch release, 2024, with its default Lua 5.1, whose numbers are doubles).
 * Functions of modules are called with a dot, methods of objects with a colon, which `this` in their types stands for. Modules of
 * the same names differ on the ESP32: each chip's files are checked against their own.
 */

/** What a function of Lua's returns side by side. */
type LuaMultiReturn<T extends unknown[]> = T & { readonly __tstlMultiReturn: unknown };

interface NodeMcuSocket {
  /** Throws where the name look-up cannot begin. */
  connect(this: NodeMcuSocket, port: number, host: string): void;
  on(this: NodeMcuSocket, event: "connection" | "sent", listener: (socket?: NodeMcuSocket) => void): void;
  on(this: NodeMcuSocket, event: "receive", listener: (socket: NodeMcuSocket, bytes: string) => void): void;
  on(this: NodeMcuSocket, event: "disconnection", listener: (socket: NodeMcuSocket, code: number) => void): void;
  /** Of the host that is connected to: its address, or none where nobody knows the name. */
  on(this: NodeMcuSocket, event: "dns", listener: (socket: NodeMcuSocket, address: string | undefined) => void): void;
  /** Lets go of the listener; `nil` has to be given. */
  on(
    this: NodeMcuSocket,
    event: "connection" | "receive" | "sent" | "disconnection" | "dns",
    listener: undefined,
  ): void;
  /** Throws where the network's stack has no room for it; `sent` comes with each acknowledgement of the peer's. */
  send(this: NodeMcuSocket, bytes: string): void;
  /** Throws where it is closed. */
  close(this: NodeMcuSocket): void;
}

interface NodeMcuUdpSocket {
  on(
    this: NodeMcuUdpSocket,
    event: "receive",
    listener: ((socket: NodeMcuUdpSocket, bytes: string) => void) | undefined,
  ): void;
  /** To an IPv4 address; a name throws. */
  send(this: NodeMcuUdpSocket, port: number, address: string, bytes: string): void;
  /** Throws where nothing was sent yet. */
  close(this: NodeMcuUdpSocket): void;
}

interface NodeMcuTimer {
  /** 1 … 6,870,947 ms. */
  register(this: NodeMcuTimer, ms: number, mode: number, run: () => void): void;
  interval(this: NodeMcuTimer, ms: number): void;
  start(this: NodeMcuTimer, restart?: boolean): boolean;
  stop(this: NodeMcuTimer): boolean;
  alarm(this: NodeMcuTimer, ms: number, mode: number, run: () => void): boolean;
}

declare namespace node {
  function heap(): number;
  function restart(): void;
  /** A raw code, and why the chip was reset (`rst_reason` of Espressif's SDK), with more behind it after an exception. */
  /** `option` may be left out; `instant` 1 has it sleep at once. Needs GPIO16 wired to RST to wake. */
  function dsleep(us: number, option: undefined, instant: 1): void;
  function bootreason(): LuaMultiReturn<[raw: number, reason: number]>;
  /** From 1 to `most`, by the chip's own source of noise. */
  function random(most: number): number;
  /** Without it an error in a callback restarts the chip after two seconds. The report has the traceback in it. */
  function setonerror(handler: (report: string) => void): void;
  namespace task {
    /** Calls it when the program is idle. Throws where too many wait. */
    function post(run: () => void): void;
  }
}

/** 128 words of 32 bits that outlive a deep sleep and resets, and not a loss of power. */
declare namespace rtcmem {
  function read32(index: number): number;
  function write32(index: number, value: number): void;
}

declare namespace tmr {
  /** Once; it can be started again without being registered anew. */
  const ALARM_SEMI: number;
  const ALARM_SINGLE: number;
  /** Again and again, by the engine itself. */
  const ALARM_AUTO: number;
  function create(): NodeMcuTimer;
  /** Microseconds since boot, of which only the last 31 bits: it starts again from 0 every 35.8 minutes. */
  function now(): number;
  /** Blocks. */
  function delay(us: number): void;
  /** Restarts the chip in so many seconds unless it is called again. */
  function softwd(seconds: number): void;
}

declare namespace net {
  const TCP: number;
  function createConnection(type: number): NodeMcuSocket;
  function createUDPSocket(): NodeMcuUdpSocket;
  namespace dns {
    /** Throws where the look-up cannot begin; the address is `nil` where it fails. An IPv4 address is told at once. */
    function resolve(host: string, found: (none: undefined, address?: string) => void): void;
    function setdnsserver(address: string, index: number): void;
  }
}

declare namespace wifi {
  const STATION: number;
  /** @param isKept Whether the chip has it written to its flash memory. */
  function setmode(mode: number, isKept: boolean): number;
  namespace sta {
    /** Ends the connection that there is. */
    function config(config: { ssid: string; pwd?: string; auto: boolean; save: boolean }): boolean;
    function connect(): void;
    /** dBm; `nil` while not connected. */
    function getrssi(): number | undefined;
    /** "24:a1:60:aa:bb:cc" */
    function getmac(): string;
    /** Nothing while there is no address. */
    function getip(): LuaMultiReturn<[ip: string | undefined, netmask: string, gateway: string]>;
    /** Ends the DHCP client. */
    function setip(address: { ip: string; netmask: string; gateway: string }): boolean;
    /** Letters, digits and hyphens, at most 32; anything else throws. */
    function sethostname(name: string): boolean;
  }
  namespace eventmon {
    const STA_GOT_IP: number;
    const STA_DISCONNECTED: number;
    function register(event: number, listener: (info: { reason: number }) => void): void;
  }
}

declare namespace gpio {
  const INPUT: number;
  const OUTPUT: number;
  /** An input whose edges are told. */
  const INT: number;
  const FLOAT: number;
  const PULLUP: number;
  function mode(pin: number, mode: number, pull?: number): void;
  function read(pin: number): number;
  function write(pin: number, level: number): void;
  /**
   * Calls the listener after edges, with the level and the moment (`tmr.now`) of the first that it has not told yet, and with how
   * many came until it is called.
   */
  function trig(
    pin: number,
    type: "up" | "down" | "both",
    listener: (level: number, atUs: number, count: number) => void,
  ): void;
}

declare namespace adc {
  /** 0 … 1024; 65,535 where the chip was set to measure its own supply. */
  function read(converter: number): number;
}

declare namespace pwm {
  /** Of at most 1,000 Hz, which all pins then have; six pins. It stays low until `start` or `setduty`. */
  function setup(pin: number, hz: number, duty: number): number;
  /** 0 … 1023. */
  function setduty(pin: number, duty: number): number;
}

declare namespace ws2812 {
  function init(): void;
  function write(bytes: string): void;
}

declare namespace file {
  /** `nil` where there is none. */
  function getcontents(name: string): string | undefined;
  /** `true`, or `nil` where it cannot be written. Names of up to 31 characters. */
  function putcontents(name: string, bytes: string): true | undefined;
}

interface NodeMcuHasher {
  update(this: NodeMcuHasher, bytes: string): void;
  finalize(this: NodeMcuHasher): string;
}

declare namespace crypto {
  function new_hash(algorithm: "SHA256"): NodeMcuHasher;
}

declare namespace encoder {
  function toBase64(bytes: string): string;
}

/** Of Lua: seeds its random numbers. */
declare namespace math {
  function randomseed(seed: number): void;
}

/** Of Lua: calls a function; false and the error where it throws. */
declare function pcall<A extends unknown[]>(
  run: (...args: A) => void,
  ...args: A
): LuaMultiReturn<[isFine: boolean, problem?: unknown]>;

/** Of Lua: throws. With level 0 nothing is put before what is thrown. */
declare function error(problem: unknown, level: number): never;

declare function print(line: string): void;

/** Of Lua. */
declare const string: {
  rep(this: void, bytes: string, count: number): string;
};

declare namespace i2c {
  const TRANSMITTER: number;
  const RECEIVER: number;
  function setup(id: number, data: number, clock: number, hz: number): number;
  function start(id: number): void;
  function stop(id: number): void;
  /** Whether it was acknowledged. */
  function address(id: number, address: number, direction: number): boolean;
  /** How many bytes were acknowledged. */
  function write(id: number, bytes: string): number;
  function read(id: number, count: number): string;
}

declare namespace ow {
  function setup(pin: number): void;
  /** 1 where a part is there. */
  function reset(pin: number): number;
  function write_bytes(pin: number, bytes: string): void;
  function read_bytes(pin: number, count: number): string;
  function reset_search(pin: number): void;
  /** The ROM code of the next part, eight bytes; nothing after the last. */
  function search(pin: number): string | undefined;
}
