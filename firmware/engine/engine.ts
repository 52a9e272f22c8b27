/**
 * What the firmware needs from an engine, the interpreter on the chip. One folder beside this file per engine implements
 * it; nothing else in the firmware names an engine's globals.
 *
 * A byte string is an immutable string whose characters are all 0–255: the wire type of sockets on every engine.
 */

/**
 * A pin by its number: on the ESP32 the chip's, 25 is D25 on Espruino and GPIO25 on NodeMCU; on the ESP8266 NodeMCU's own, 5 is D5,
 * which is GPIO14, and 17 is A0.
 */
export type Pin = number;

export type Pull = "up" | "down" | "none";

export interface Clock {
  /** Milliseconds since an arbitrary moment. It may wrap: subtract with `elapsedMs`, never compare two readings. */
  nowMs(): number;
  /**
   * Runs `run` once every `periodMs` (1 … 2^31-1), first after one period, for as long as the node is up. The grid does
   * not drift; periods that passed while the engine was blocked are left out, not made up for. An exception or an
   * interruption in `run` does not end it.
   */
  every(periodMs: number, run: () => void): void;
}

/** Apart from the clock, so that boards which wait for nothing do not carry it. */
export interface Timer {
  /**
   * Runs `run` once, `ms` from now; not before all that is due earlier. An exception in `run` does no harm, an interruption may
   * leave it unfinished: whoever waits for it has a deadline of his own.
   */
  after(ms: number, run: () => void): void;
}

export interface AnalogPins {
  /** The voltage on the pin as a fraction of full scale, 0 … 1; NaN where the pin has no usable converter. */
  read(pin: Pin): number;
}

export interface DigitalInputs {
  /** Makes the pin an input. */
  input(pin: Pin, pull: Pull): void;
  read(pin: Pin): boolean;
  /** Calls `changed` with a new level after it has stood for `debounceMs`; set again should the engine drop it. */
  watch(pin: Pin, pull: Pull, debounceMs: number, changed: (high: boolean) => void): void;
}

export interface EdgeInputs {
  /**
   * Makes the pin an input and calls `changed` for each edge of that kind, in their order, soon after it happened: with the level
   * that came, and with the moment to the microsecond, in seconds of a clock that somebody may set. Two edges closer together
   * than the engine can tell apart may come as the same level twice. Set again should the engine drop it.
   */
  watch(
    pin: Pin,
    pull: Pull,
    edge: "both" | "rising" | "falling",
    changed: (high: boolean, atSeconds: number) => void,
  ): void;
}

export interface PulseCounters {
  /**
   * Makes the pin an input and has the chip count the edges of that kind, whatever the engine does meanwhile. Calls `counted` soon
   * after edges came: with how many since it was called last, at least 1, and with the clock's reading (`Clock`) for the last of them.
   */
  count(pin: Pin, pull: Pull, edge: "rising" | "falling", counted: (edges: number, atMs: number) => void): void;
}

/** Parts that answer a pulse on one pin with another one, whose length says something. */
export interface Echoes {
  /**
   * Drives the one pin low and makes the other an input. Calls `told` with how long each high level on that lasted, in seconds, to
   * some microseconds whatever the engine does meanwhile; at the latest `longestMs` after its end. Longer ones may be left out.
   * @param longestMs at most 60
   * @returns what sends a pulse of 30 µs
   */
  open(triggerPin: Pin, echoPin: Pin, longestMs: number, told: (seconds: number) => void): () => void;
}

export interface PulseOutputs {
  /** Drives the pin to a level for `ms`, then to the other one, by a timer of the chip; returns at once. */
  pulse(pin: Pin, high: boolean, ms: number): void;
}

export interface DigitalOutputs {
  /** Makes the pin an output and drives it. */
  write(pin: Pin, high: boolean): void;
}

export interface PwmPins {
  /** Drives the pin with a square wave of `hz` that is high for `duty` (0 … 1) of each period. */
  write(pin: Pin, duty: number, hz: number): void;
}

/** LEDs in a row, each of which takes the first three bytes it gets and passes on the rest (WS2812 and its kin). */
export interface PixelStrips {
  /** Sends the same three bytes to `count` LEDs. Returns when they are sent, which takes some 30 µs for each. */
  fill(pin: Pin, pixel: string, count: number): void;
}

/** What came from a bus: from index 0, so many as were asked for. Good until the next transfer. */
export interface Bytes {
  readonly [index: number]: number;
}

/** An I²C bus with nobody else who speaks by himself. Addresses are of 7 bits; every transfer ends with a stop condition. */
export interface I2cBus {
  /** @returns false where the part did not acknowledge, or the bus is stuck, which may block the engine for a second */
  write(address: number, bytes: string): boolean;
  /**
   * undefined likewise.
   * @param register a byte that is written before, without letting go of the bus in between, for parts that want it so
   */
  read(address: number, count: number, register?: string): Bytes | undefined;
}

/** A 1-wire bus. Returns when the bits are through, which takes half a millisecond for a byte. */
export interface OneWireBus {
  /** Begins a transfer. @returns whether any part is there; also where the bus is shorted to ground */
  reset(): boolean;
  write(bytes: string): void;
  /** 0xff where nobody answers. */
  read(count: number): Bytes;
  /** The ROM codes of the parts on the bus, as 16 hexadecimal digits each, the family code first. For boot: it makes them anew. */
  search(): string[];
}

export interface Wifi {
  /**
   * Starts one attempt to join the network and returns at once. Whether it worked is told by `isConnected` alone: on some
   * engine releases no callback ever reports a failure. Nothing is retried by itself.
   */
  connect(ssid: string, password: string): void;
  isConnected(): boolean;
  /** Received signal strength in dBm; NaN while not connected. */
  signalStrength(): number;
  /**
   * Calls `changed` when the link came up, went down, or could not be made, after those who asked for it before; where it did not come
   * up, with the reason's number, as ESP-IDF and the ESP8266's SDK have it, and where an engine tells its address only so, with that.
   * For boot.
   */
  onChange(changed: (event?: { reason?: string | number; ip?: string }) => void): void;
}

/** An address of a station's own, instead of one that a DHCP server gives: IPv4, each of them. */
export interface StationAddress {
  ip: string;
  netmask: string;
  /** The router. */
  gw: string;
}

/** An open TCP connection, as far as bytes are sent on it. Made once per connection. */
export interface TcpSender {
  /**
   * Hands bytes to the network: never more than `roomBytes` told. May throw where the connection is just closing; the event
   * `closed` follows then.
   */
  write: (bytes: string) => void;
  /** How many bytes may be handed over now without exceeding the transmit capacity. */
  roomBytes: () => number;
}

/** Reports on the one open connection, in this order: connected at most once, received any number of times, closed once. */
export interface TcpEvents {
  connected: (sender: TcpSender) => void;
  received: (bytes: string) => void;
  /** What was handed over has left: there is room again. */
  drained?: () => void;
  /** @param reason Where more is known of it, in a few words that need no escaping in JSON. */
  closed: (reason?: string) => void;
}

/** One TCP connection at a time. */
export interface Tcp {
  /**
   * Opens a connection. May block the engine for seconds (name look-up and connect do on ESP32).
   * @returns false, or why in a few words as in `closed`, when it failed at once; then no event follows.
   */
  connect(host: string, port: number, events: TcpEvents): boolean | string;
  /** Drops the connection and whatever is unsent, at once. No event follows. */
  close(): void;
}

/** Questions in one datagram each, and their answers: UDP. */
export interface Datagrams {
  /**
   * Sends a byte string, and calls `answered` with each that comes back within `waitMs`, from wherever: answers are to be checked.
   * Looking a name up may block the engine for seconds. Throws where nothing can be sent. Five parameters, for an object of them
   * would take memory on every engine.
   */
  ask(host: string, port: number, question: string, waitMs: number, answered: (answer: string) => void): void;
}

/** The chip and its interpreter. Loading an implementation seeds the random numbers: engines start every boot with the same ones. */
export interface Chip {
  /** Time since boot in seconds. */
  uptimeSeconds(): number;
  /** Memory the interpreter has left, in bytes. */
  freeMemoryBytes(): number;
  /**
   * Calls `report` with each exception that no handler caught, and with where it was thrown, as the engine tells it: each
   * line with a line break before it, or nothing.
   */
  onError(report: (message: string, stack: string) => void): void;
  /** Whether such an exception is what `TcpSender.write` throws where the connection is just closing. */
  isClosing(message: string): boolean;
  /** Writes a line to the serial console. */
  log(line: string): void;
}

export interface Thermometer {
  /** The chip's own temperature in °C; NaN where it has no sensor. */
  celsius(): number;
}

/** Files in flash memory: they outlive a reboot. Reading and writing look through the whole directory of files. */
export interface Storage {
  /** The whole file; undefined where there is none. */
  read(name: string): string | undefined;
  /** The same as it lies in flash memory, where the engine can show it so: of use until the file is written anew. */
  view(name: string): string | undefined;
  /**
   * Puts `bytes`, at least one, in the place of what the file held. Not atomic: the old file goes first, and where power is
   * lost on the way the file is gone, or there with its length and only some of its bytes. May block the engine for seconds
   * while the memory is tidied up, which happens once in thousands of writes.
   * @param name At most 28 characters.
   * @returns false when there is no room; the old file may be gone.
   */
  write(name: string, bytes: string): boolean;
}

/** What becomes of the program in the other slot at the next boot, as far as its marks in flash memory tell. */
export type SlotState =
  /** Nothing that a boot could start. */
  | ""
  /** It was confirmed, or came over the cable: the program that runs may give way to it. */
  | "ready"
  /** The loader started it as often as a trial allows, and it was not confirmed. */
  | "failed"
  /** It gave way by itself, on trial. */
  | "given up"
  /** It was confirmed, and gave way when it was told to. */
  | "left";

/**
 * Two places for programs in flash memory: one holds the program that runs, the other takes an update. What chooses among them at boot,
 * the loader, starts the one that was marked last, counts how often it started one on trial, and has the chip restart when that one
 * hangs or does not get to its end. What changes a slot is made so that power may be lost at any moment of it: the program that
 * runs starts again, and `writtenBytes` tells how far the other one is. None of this is called at rest, and nothing tidies flash memory up.
 */
export interface ProgramSlots {
  /** How the loader started the program that runs; "" where no loader did: then there is no other slot, and nothing else is called. */
  running(): "" | "confirmed" | "trial";
  /** What `begin` was given for the program that runs; "" where it came over the cable. */
  runningNote(): string;
  /**
   * Of a program on trial, to be called when it got to its end: until now the loader had it restart soon.
   * @param limitMs When the chip restarts at the latest, unless the program was confirmed; even if nothing of it runs any more
   */
  stood(limitMs: number): void;
  /** Ends the trial: from now on every boot starts this program. @returns false where that could not be written */
  confirm(): boolean;
  /** Has the next boot start the other program, and not this one again. To be called where there is one to start. @returns as `confirm` */
  giveWay(): boolean;

  other(): SlotState;
  /** What `begin` was given for what the other slot holds, whole or in part; "" for anything else. */
  otherNote(): string;
  /** How large a program the other slot has room for now, without tidying up: at least so many bytes. */
  roomBytes(): number;
  /**
   * Gives up what the other slot holds, and makes room for a program of so many bytes; also for the same once more.
   * @param note 1 … 480 printable ASCII characters
   * @returns false where there is no room or nothing could be written
   */
  begin(note: string, sizeBytes: number): boolean;
  /** How much of the program is written, from its begin on. Of a byte that was being written when power was lost it may be wrong. */
  writtenBytes(sizeBytes: number): number;
  /** What is written in the other slot. */
  read(offset: number, length: number): string;
  /** Writes what follows on what is written. @returns false where it could not be written */
  write(offset: number, bytes: string): boolean;
  /**
   * The SHA-256 (FIPS 180-4) of the whole program in the other slot, 32 bytes: of as many bytes as it has. Throws where the engine's build lacks it.
   * @returns "" where it takes longer: to be called again a second later
   */
  hash(sizeBytes: number): string;
  /** Has the next boots start the program of so many bytes in the other slot, on trial. @returns false where that could not be written */
  tryOther(sizeBytes: number): boolean;
}

/** Deep sleep: the chip is off but for a clock, and a wake is a boot. What has to outlive it lies in flash memory, or in a `Journal`. */
export interface Sleep {
  /** Calls `run` in so many ms unless `booted` is called before: also where the program has ended by an exception. To be called at boot, once. */
  limitBoot(ms: number, run: () => void): void;
  /** The program got to its end. */
  booted(): void;
  /** What ended the sleep; "" where this boot follows none: power came, or the chip was reset. */
  wokenBy(): "time" | "pin" | "";
  /** Whole seconds on a clock that goes on asleep and over resets; it begins anew, near 0, when power was lost. */
  clockSeconds(): number;
  /**
   * Sleeps for so many seconds (1 … 86,400), or shorter where the chip cannot sleep so long at once. What was written to the network or
   * the console a moment before may not leave. Does not return.
   */
  forSeconds(seconds: number): void;
  /**
   * Sleeps until the pin has that level, at once where it has it already, or for so many seconds where the engine can wait for both.
   * Does not return.
   */
  untilPin(pin: Pin, high: boolean, seconds: number): void;
}

/**
 * A text that outlives sleep, and on engines where it lies in flash memory a loss of power: it grows at its end, which wears flash
 * memory little. Power may be lost at any moment of it: what was being written may then be there in part, changed in its last bytes;
 * what was there before is whole.
 */
export interface Journal {
  /** All of it; "" where there is none. Of use until it is changed. */
  read(): string;
  /** How many bytes there may be in all. */
  capacityBytes: number;
  /** Writes ASCII behind it. @returns false where there is no room */
  append(text: string): boolean;
  /** Puts another text in the place of all of it: at any moment one of the two is there. @returns false where it could not be written */
  renew(text: string): boolean;
}

/** What the engine computes on byte strings much faster than the firmware could. Throws where the engine's build lacks it. */
export interface Crypto {
  /** The SHA-256 hash (FIPS 180-4), 32 bytes. */
  sha256(bytes: string): string;
  /** Base64 (RFC 4648 §4). */
  base64(bytes: string): string;
}

/** Everything the app itself uses; sensors and actuators are given their pins and buses one by one. */
export interface Engine {
  clock: Clock;
  wifi: Wifi;
  tcp: Tcp;
  chip: Chip;
}

/**
 * The files of an engine, and what each of them gives to a board's program. An engine or a chip that cannot do something has no file
 * for it, and boards that ask for it are refused.
 */
export interface EngineParts {
  "access-point": { closeAccessPoint(): void };
  chip: { chip: Chip };
  clock: { clock: Clock; timer: Timer };
  consoles: { closeTelnetConsole(): void; closeBluetoothConsole(): void };
  crypto: { crypto: Crypto };
  "current-address": { currentAddress(): string };
  datagrams: { datagrams: Datagrams };
  echoes: { echoes: Echoes };
  edges: { edgeInputs: EdgeInputs };
  i2c: { createI2c(port: 1 | 2, clock: Pin, data: Pin, hz: number): I2cBus };
  "input-range": { setInputRange(pin: Pin, mv: number): void };
  journal: { journal: Journal };
  /** Joins on the channel of the last time; for engines that can be told one. */
  "last-channel": { withLastChannel(wifi: Wifi): Wifi };
  "lost-edges": { onLostEdges(lost: () => void): void };
  mac: { mac: string };
  "one-wire": { createOneWire(pin: Pin): OneWireBus };
  pins: {
    analogPins: AnalogPins;
    digitalInputs: DigitalInputs;
    digitalOutputs: DigitalOutputs;
    pulseOutputs: PulseOutputs;
    pwmPins: PwmPins;
  };
  pixels: { pixelStrips: PixelStrips };
  "pulse-counters": { pulseCounters: PulseCounters };
  "reset-reason": { resetReason(): string };
  /** Ends a program for good that cannot be started, before its node is made, and says why on the console. */
  halt: { halt(message: string): never };
  restart: { restart(): void };
  seed: { seedRandom(): void };
  sleep: { sleep: Sleep };
  /** What every boot starts, and the other program. */
  slots: { slots: ProgramSlots };
  station: {
    withHostname(wifi: Wifi, hostname: string): Wifi;
    withAddress(wifi: Wifi, address: { ip: string; netmask: string; gw: string }): Wifi;
  };
  storage: { storage: Storage };
  /** `net` is the engine's own, and nobody else's business. */
  tcp: { net: object; createTcp(capacityBytes: number, net: object): Tcp };
  thermometer: { thermometer: Thermometer };
  /** What is thrown: where, and how. */
  thrown: { stackOf(thrown: unknown): string; fail(message: string): never };
  /** Certificates in DER; which brokers are spoken to without TLS. */
  tls: {
    createTls(
      capacityBytes: number,
      certificates: { ca?: () => string; cert?: () => string; key?: () => string },
      isPlain: (host: string, port: number) => boolean,
    ): Tcp;
  };
  "usb-console": { keepSilentUnheard(): void };
  watchdog: { enableWatchdog(seconds: number): void };
  wifi: { wifi: Wifi };
}
