/**
 * Espruino's globals, as far as the firmware uses them (ESP32, 2v29). The build keeps every property named in this file
 * and shortens all others, so nothing of the engine may be used without standing here.
 */

/** What `setWatch` calls; times in seconds. */
interface WatchEvent {
  state: boolean;
  time: number;
  lastTime: number;
  pin: number;
}

interface EspruinoSocket {
  /** Bytes written and not yet handed to the network. */
  dSnd?: string;
  /** Appends to `dSnd` without any limit; false means nothing. Throws once the socket is closed. */
  write(bytes: string): boolean;
  /** Flushes, then closes. */
  end(): void;
  on(event: "data", listener: (bytes: string) => void): void;
  /** "drain": all that was written has left; also once after the connect. */
  on(event: "close" | "drain", listener: () => void): void;
  /** With a code of Espruino's sockets or of mbedTLS, before "close". */
  on(event: "error", listener: (error: { code: number }) => void): void;
  removeAllListeners(event?: string): void;
}

interface EspruinoTls {
  /** As that of `net`; certificates and key are DER, or functions that give it. What is undefined counts as left out. */
  connect(
    options: { host: string; port: number; ca?: () => string; cert?: () => string; key?: () => string },
    connected: () => void,
  ): EspruinoSocket;
}

interface EspruinoNet {
  /** Blocks while the name is looked up and the connection made; throws when either fails. */
  connect(options: { host: string; port: number }, connected: () => void): EspruinoSocket;
}

interface EspruinoDatagramSocket {
  /** Where the host cannot be found, the bytes go to whichever address was used before. */
  send(bytes: string, port: number, host: string): void;
  close(): void;
  on(event: "message", listener: (bytes: string) => void): void;
}

interface EspruinoDgram {
  createSocket(type: "udp4"): EspruinoDatagramSocket;
}

interface EspruinoWifi {
  connect(ssid: string, options: { password?: string }, done: () => void): void;
  /** Ends the chip's own access point, whether there is one or not; the station stays. */
  stopAP: () => void;
  getStatus(): { station: string; rssi?: number };
  /** "disconnected" tells why, by ESP-IDF's number. */
  on(event: "connected" | "disconnected", listener: (event?: { reason?: string }) => void): void;
  setHostname(hostname: string, done: () => void): void;
  /** Throws for what is no address, and without `done`, which in 2v29 is given null for failure and text for success. */
  setIP(address: { ip: string; netmask: string; gw: string }, done: () => void): void;
  getIP(): { ip: string };
}

interface EspruinoTelnetServer {
  setOptions(options: { mode: "off" | "on" }): void;
}

interface EspruinoStorage {
  /** Where flash is memory: a view of it, which is empty once the file was written anew or erased. */
  read(name: string, offset?: number, length?: number): string | undefined;
  /**
   * Throws where there is no room, for no bytes, and where other bytes than 255 stand already, from an offset on that is not 0. At
   * offset 0 such a file is erased and made anew, with a size of its own or that of the bytes.
   */
  write(name: string, bytes: string, offset?: number, size?: number): boolean;
  erase(name: string): void;
  /** Bytes behind the last file: what was erased is not among them. */
  getFree(): number;
}

/** Flash memory by its addresses, whatever lies there. */
interface EspruinoFlash {
  getPage(address: number): { addr: number; length: number } | undefined;
  /** All of its bytes are 255 then. Takes some 50 ms, and up to 400. */
  erasePage(address: number): void;
  read(length: number, address: number): Uint8Array;
  /** Makes 0 of bits that were 1, and nothing else. */
  write(bytes: string, address: number): void;
}

interface EspruinoNeopixel {
  /** Sends the bytes as they are, so in the order of the LEDs' colours, and returns when they are sent. */
  write(pin: number, bytes: string): void;
}

/** Of ES2015, but there. */
interface String {
  repeat(count: number): string;
}

interface EspruinoCrypto {
  SHA256(message: string): ArrayBuffer;
}

/** The bits are made by the processor, with interrupts off for one bit at a time. */
interface EspruinoOneWire {
  reset(): boolean;
  write(bytes: string): void;
  read(count: number): Uint8Array;
  search(): string[];
}

declare const OneWire: { new (pin: number): EspruinoOneWire };

interface EspruinoI2c {
  setup(options: { scl: number; sda: number; bitrate: number }): void;
  /** Throws where the part does not acknowledge, and after a second where the bus is stuck. */
  writeTo(address: number, bytes: string): void;
  /** Throws likewise. */
  readFrom(address: number, count: number): Uint8Array;
  /** Throws likewise. Between writing the register and reading there is a repeated start, and no stop condition. */
  readReg(address: number, register: number, count: number): Uint8Array;
}

declare const I2C1: EspruinoI2c;
declare const I2C2: EspruinoI2c;

declare function require(module: "net"): EspruinoNet;
declare function require(module: "dgram"): EspruinoDgram;
declare function require(module: "Wifi"): EspruinoWifi;
declare function require(module: "Storage"): EspruinoStorage;
declare function require(module: "Flash"): EspruinoFlash;
declare function require(module: "TelnetServer"): EspruinoTelnetServer;
declare function require(module: "tls"): EspruinoTls;
declare function require(module: "crypto"): EspruinoCrypto;
declare function require(module: "neopixel"): EspruinoNeopixel;

declare const E: {
  /** Seeds Math.random. */
  srand(seed: number): void;
  /** Kicked whenever the interpreter is idle. */
  enableWatchdog(seconds: number, isKickedWhenIdle: boolean): void;
  reboot(): void;
  /** The bytes as a string: of a whole ArrayBuffer without copying it. */
  toString(bytes: ArrayBuffer): string;
  /** On the classic ESP32 the sensor's raw byte. */
  getTemperature(): number;
  /** Flags that were not set before: "FIFO_FULL" when edges were lost. Set until `getErrorFlags` takes them. */
  on(event: "errorFlag", listener: (flags: string[]) => void): void;
  getErrorFlags(): string[];
};

declare const ESP32: {
  /** Chooses what voltage on a pin of ADC1 is full scale: 1000, 1340, 2000 or 3600 mV, nominally. */
  setAtten(pin: number, mv: number): void;
  /** Microseconds as an integer of 32 bits with a sign. Returns only where the chip's model lets it. */
  deepSleep(us: number): void;
  /** Until the pin has the level, 1 or 0; no time ends it. Throws for a pin that cannot wake the chip. */
  deepSleepExt0(pin: number, level: number): void;
  /** ESP-IDF's number: 0 where the chip did not sleep, 4 for the timer, others for pins. */
  getWakeupCause(): number;
};

declare const NRF: {
  setServices(services: object, options: { uart: boolean }): void;
};

declare const process: {
  /** In blocks of `blocksize` bytes. Collects garbage first unless `gc` is false. */
  memory(gc: boolean): { free: number; blocksize: number };
  on(event: "uncaughtException", listener: (thrown?: { stack?: string }) => void): void;
};

declare const console: { log(line: string): void };

/** Base64 of the characters' codes. */
declare function btoa(bytes: string): string;
/** 32 bits of the chip's address space. */
declare function peek32(address: number): number;
/** The chip's identity, made from its MAC address: "aabbccdd-eeff". */
declare function getSerial(): string;
/** Seconds, with a fraction; jumps when somebody sets the clock. */
declare function getTime(): number;
declare function setTimeout(run: () => void, ms: number): number;
/** Throws for undefined. */
declare function clearTimeout(timer: number | undefined): void;
/** All of them, and all timeouts. */
declare function clearInterval(): void;
/** What the loader tells the program. */
declare const global: { MOTE_SLOT?: string; MOTE_TRIAL?: number };
declare function setInterval(run: () => void, ms: number): number;

declare function pinMode(pin: number, mode: "input" | "input_pullup" | "input_pulldown" | "output"): void;
declare function digitalRead(pin: number): number;
declare function digitalWrite(pin: number, level: number): void;
declare function analogRead(pin: number): number;
declare function analogWrite(pin: number, level: number, options: { freq: number }): void;
declare function setWatch(
  run: (event: WatchEvent) => void,
  pin: number,
  options: { repeat: boolean; edge: "both" | "rising" | "falling"; debounce: number },
): number;
/** Returns before the pulse is over. From 0.03 ms on it is as long as it is asked to be. */
declare function digitalPulse(pin: number, level: boolean, ms: number): void;
declare function clearWatch(watch: number): void;
