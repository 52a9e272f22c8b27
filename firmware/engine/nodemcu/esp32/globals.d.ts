/**
 * NodeMCU's modules, as far as the firmware uses them (branch dev-esp32, 2024). Functions of modules are called with a dot,
 * methods of objects with a colon, which `this` in their types stands for.
 */

/** What a function of Lua's returns side by side. */
type LuaMultiReturn<T extends unknown[]> = T & { readonly __tstlMultiReturn: unknown };

interface NodeMcuSocket {
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
  /** One at a time: the next only after `sent`. Throws what it cannot take, where a part may be on its way. */
  send(this: NodeMcuSocket, bytes: string): void;
  /** Throws unless it is connected or about to be. */
  close(this: NodeMcuSocket): void;
}

interface NodeMcuUdpSocket {
  on(this: NodeMcuUdpSocket, event: "receive", listener: (socket: NodeMcuUdpSocket, bytes: string) => void): void;
  /** Calls `found` later, without an address where there is none. Throws where no server of names is known. */
  dns(
    this: NodeMcuUdpSocket,
    host: string,
    found: (socket: NodeMcuUdpSocket, address: string | undefined) => void,
  ): void;
  /** Throws where no way leads there. */
  send(this: NodeMcuUdpSocket, port: number, address: string, bytes: string): void;
}

interface NodeMcuTimer {
  /** An interval of less than a tick of 10 ms throws; parts of a tick are cut off. 1 … 6,870,947 ms. */
  register(this: NodeMcuTimer, ms: number, mode: number, run: () => void): void;
  interval(this: NodeMcuTimer, ms: number): void;
  start(this: NodeMcuTimer): boolean;
  stop(this: NodeMcuTimer): boolean;
  unregister(this: NodeMcuTimer): void;
  alarm(this: NodeMcuTimer, ms: number, mode: number, run: () => void): boolean;
}

interface NodeMcuLedc {
  setduty(this: NodeMcuLedc, duty: number): void;
}

interface NodeMcuFile {
  read(this: NodeMcuFile, format: "a" | number): string | undefined;
  /** What is written waits in a buffer of some 100 bytes, and finds out later that there is no room. */
  write(this: NodeMcuFile, bytes: string): NodeMcuFile | undefined;
  /** Writes what waits; `nil` where that found no room. */
  seek(this: NodeMcuFile, from: "set" | "end", offset: number): number | undefined;
  close(this: NodeMcuFile): void;
}

declare namespace node {
  /** Microseconds since boot, as a float: of single precision where Lua's floats are. */
  function uptime(): number;
  function heap(): number;
  function restart(): void;
  /** A class of reasons, and the chip's own cause plus 7. */
  function bootreason(): number;
  /**
   * Sleeps until the time is over or the pin has the level (an RTC GPIO but 0); does not return.
   * @param options pull: whether the pin keeps its pull resistor meanwhile
   */
  function dsleep(options: { secs?: number; gpio?: number; level?: number; pull?: boolean }): void;
  /** Without it an error in a callback restarts the chip after two seconds. The report has the traceback in it. */
  function setonerror(handler: (report: string) => void): void;
}

declare namespace time {
  /** Seconds and microseconds since power came, as long as nobody sets it. */
  function get(): LuaMultiReturn<[seconds: number, us: number]>;
}

declare namespace tmr {
  /** Once; it can be started again without being registered anew. */
  const ALARM_SEMI: number;
  const ALARM_SINGLE: number;
  /** Again and again, by the engine itself. */
  const ALARM_AUTO: number;
  function create(): NodeMcuTimer;
}

declare namespace net {
  const TCP: number;
  function createConnection(type: number): NodeMcuSocket;
  function createUDPSocket(): NodeMcuUdpSocket;
}

declare namespace wifi {
  const STATION: number;
  function mode(mode: number): void;
  function start(): void;
  namespace sta {
    /** A `channel` is where the search for the network begins; without it, on the first. */
    function config(config: { ssid: string; pwd?: string; auto?: boolean; channel?: number }): void;
    function connect(): void;
    function disconnect(): void;
    /** The station's address: six bytes in hexadecimal digits, with colons. */
    function getmac(): string;
    /** At most 32 characters. */
    function sethostname(name: string): void;
    /** Stops the DHCP client; where it is stopped already the chip restarts. */
    function setip(address: { ip: string; netmask: string; gateway: string }): void;
    /** Has room for one listener to each event. */
    function on(event: "got_ip", listener: (event: string, details: { ip: string }) => void): void;
    function on(event: "connected", listener: (event: string, details: { channel: number }) => void): void;
    function on(event: "disconnected", listener: (event: string, details: { reason: number }) => void): void;
  }
}

declare namespace gpio {
  const IN: number;
  /** An output whose level can be read. */
  const IN_OUT: number;
  const FLOATING: number;
  const PULL_UP: number;
  const PULL_DOWN: number;
  const INTR_UP: number;
  const INTR_DOWN: number;
  const INTR_UP_DOWN: number;
  function config(config: { gpio: number; dir: number; pull?: number }): void;
  function read(pin: number): number;
  function write(pin: number, level: number): void;
  /** Tells one edge, and the next only when the listener has returned. */
  function trig(pin: number, type: number, listener: (pin: number, level: number) => void): void;
}

declare namespace adc {
  const ADC1: number;
  const ATTEN_0db: number;
  const ATTEN_2_5db: number;
  const ATTEN_6db: number;
  const ATTEN_11db: number;
  function setwidth(converter: number, bits: number): void;
  function setup(converter: number, channel: number, attenuation: number): void;
  function read(converter: number, channel: number): number;
}

declare namespace ledc {
  /** On the classic ESP32 alone. */
  const HIGH_SPEED: number;
  const LOW_SPEED: number;
  function newChannel(config: {
    gpio: number;
    bits: number;
    mode: number;
    timer: number;
    channel: number;
    frequency: number;
    duty: number;
  }): NodeMcuLedc;
}

interface NodeMcuRmt {
  /** Levels in words of 16 bits, low byte first: ticks in 15 of them, and the level. */
  on(this: NodeMcuRmt, event: "data", listener: (levels: string) => void): void;
  /** Likewise. Returns when they are sent. */
  send(this: NodeMcuRmt, levels: string): void;
}

/** The chip's remote control peripheral. Not in a default build. */
declare namespace rmt {
  /** @param tick in ps, 12,500 … 3,187,500 */
  function txsetup(pin: number, tick: number): NodeMcuRmt;
  /** Tells what it received when no level has ended for `idle_threshold` ticks. */
  function rxsetup(pin: number, tick: number, options: { idle_threshold: number }): NodeMcuRmt;
}

interface NodeMcuPulseCounter {
  /** The limits begin the count anew where a listener was given. Makes the pin an input with pull-up. */
  chan0Config(
    this: NodeMcuPulseCounter,
    pin: number,
    controlPin: number,
    onRising: number,
    onFalling: number,
    whileLow: number,
    whileHigh: number,
    lowLimit: number,
    highLimit: number,
  ): void;
  getCnt(this: NodeMcuPulseCounter): number;
  clear(this: NodeMcuPulseCounter): number;
}

/** The chip's pulse counters. Not in a default build. */
declare namespace pulsecnt {
  const PCNT_PIN_NOT_USED: number;
  const PCNT_COUNT_DIS: number;
  const PCNT_COUNT_INC: number;
  const PCNT_MODE_KEEP: number;
  /** @param unit 0 … 7 */
  function create(unit: number, listener: () => void): NodeMcuPulseCounter;
}

/** Not in a default build. */
declare namespace ws2812 {
  /** Returns when it is sent. Durations in units of 100 ns: how long a bit's line is high and low. */
  function write(strip: { pin: number; data: string; t0h: number; t0l: number; t1h: number; t1l: number }): void;
}

declare namespace io {
  function open(name: string, mode: "r" | "r+" | "w" | "a"): NodeMcuFile | undefined;
}

declare namespace file {
  function exists(name: string): boolean;
  /** Also where there is none. */
  function remove(name: string): void;
  /** Not to a name that there is. */
  function rename(from: string, to: string): boolean;
  /** Free bytes, and more behind. */
  function fsinfo(): number;
}

/** Of init.lua, where there are two slots: which one the program came from, and the alarm that ends a trial by a restart. */
declare let mote_slot: string | undefined;
declare let mote_trial: NodeMcuTimer | undefined;

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

/** Of Lua. */
declare const string: { rep(this: void, text: string, count: number): string };

declare function print(line: string): void;

/** Of Lua: the values from the one at `index` on, counted from 1. */
declare function select(index: number, ...values: number[]): number;

declare namespace i2c {
  /** The interface that is made of software. */
  const SW: number;
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

/** Of Lua: throws. @param level Whose place in the program is put in front: 1 for who calls this, 2 for who called that … */
declare function error(problem: unknown, level: number): never;
