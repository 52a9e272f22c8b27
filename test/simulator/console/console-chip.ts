import { createContext, runInContext, type Context } from "node:vm";
import { FlashFiles, PowerLost } from "./flash-files";

type End = (error?: Error) => void;

/**
 * A chip with Espruino as its serial console shows it: what is typed runs line by line beside the program, echoed unless DLE
 * comes first; programs start from Storage at boot. Its clock stands until `pass`.
 */
export class ConsoleChip {
  readonly flash: FlashFiles;
  /** What the programs of this boot printed. */
  printed: string[] = [];
  /** The line breaks in place of the byte with this number. */
  cutAtByte = Infinity;
  /** Bytes that arrived since it was made. */
  receivedBytes = 0;
  /** It asks for a pause at the end of each line, until the next turn of the event loop. */
  asksForPauses = false;
  /** What is typed right after a restart is lost, up to the next turn of the event loop, as while it boots. */
  isDeafAtRestart = false;
  /** Builds for Linux have no `ESP32`. */
  knowsBluetooth = true;
  /** Variables in all; some 2,000 more without Bluetooth. */
  variables = 2_500;
  #context: Context | undefined;
  #line: { bytes: Set<(bytes: Uint8Array) => void>; end: Set<End> } | undefined;
  #typed = "";
  #isDeaf = false;
  #timers = new Map<number, { dueMs: number; run: string | (() => void) }>();
  #nowMs = 0;
  #lastTimer = 0;

  /** @param version As its interpreter tells it, from the next boot on. */
  constructor(
    flash = new FlashFiles(),
    public version = "2v29",
  ) {
    this.flash = flash;
    this.boot();
  }

  /** Switches the power off and on again: what lies in flash memory starts. */
  boot(): void {
    this.flash.loseAtStep = Infinity;
    this.#start();
  }

  /** Lets time pass for the chip's timers. */
  pass(ms: number): void {
    this.#nowMs += ms;
    for (const [id, timer] of [...this.#timers]) {
      if (timer.dueMs <= this.#nowMs && this.#timers.delete(id)) {
        if (typeof timer.run === "string") this.#evaluate(timer.run);
        else timer.run();
      }
    }
  }

  /** Plugs a line in; it lasts until it is cut. */
  plug(): {
    name: string;
    write: (bytes: Uint8Array) => Promise<void>;
    onBytes: (listener: (bytes: Uint8Array) => void) => () => void;
    onEnd: (listener: End) => () => void;
    setBaudRate: () => Promise<void>;
    setSignals: () => Promise<void>;
    close: () => Promise<void>;
  } {
    const line = { bytes: new Set<(bytes: Uint8Array) => void>(), end: new Set<End>() };
    this.#line = line;
    this.#typed = "";
    return {
      name: "a modelled chip",
      write: async (bytes) => {
        if (this.#line !== line) throw new Error("unplugged");
        for (const byte of bytes) this.#take(byte);
      },
      onBytes: (listener) => {
        line.bytes.add(listener);
        return () => line.bytes.delete(listener);
      },
      onEnd: (listener) => {
        line.end.add(listener);
        return () => line.end.delete(listener);
      },
      setBaudRate: async () => {},
      setSignals: async () => {},
      close: async () => this.unplug(),
    };
  }

  unplug(): void {
    const line = this.#line;
    this.#line = undefined;
    for (const end of line?.end ?? []) end(new Error("unplugged"));
  }

  #take(byte: number): void {
    this.receivedBytes++;
    if (this.receivedBytes >= this.cutAtByte) {
      this.cutAtByte = Infinity;
      this.unplug();
    }
    if (this.#line === undefined) return;
    if (byte === 3) {
      this.#typed = "";
    } else if (byte === 10) {
      const text = this.#typed;
      this.#typed = "";
      if (this.asksForPauses) {
        this.#send("\x13");
        setImmediate(() => this.#send("\x11"));
      }
      setImmediate(() => this.#enter(text));
    } else {
      this.#typed += String.fromCharCode(byte);
    }
  }

  #enter(text: string): void {
    if (this.#isDeaf) return;
    const isSilent = text.startsWith("\x10");
    if (!isSilent) this.#send(text + "\r\n");
    this.#evaluate(isSilent ? text.slice(1) : text);
    if (!isSilent) this.#send(">");
  }

  #evaluate(text: string): void {
    try {
      runInContext(text, this.#context!);
    } catch (error) {
      // The chip is dead until `boot`.
      if (error instanceof PowerLost) this.unplug();
      else this.#print(`Uncaught ${String(error)}`);
    }
  }

  #print(text: string): void {
    this.printed.push(text);
    this.#send(text + "\r\n");
  }

  #send(text: string): void {
    for (const listener of this.#line?.bytes ?? []) listener(Buffer.from(text, "latin1"));
  }

  #start(): void {
    this.printed = [];
    this.#timers.clear();
    const { flash } = this;
    const print = (text: unknown): void => this.#print(String(text));
    const storage = {
      read: (name: string) => flash.read(name),
      write: (name: string, data: string, offset?: number, size?: number) => flash.write(name, data, offset, size),
      erase: (name: string) => flash.erase(name),
      compact: () => flash.compact(),
      getFree: () => flash.freeBytes,
    };
    this.#context = createContext({
      print,
      console: { log: print },
      process: {
        env: { VERSION: this.version, BOARD: "ESP32" },
        memory: () => ({ total: this.variables + (flash.hasBluetooth ? 0 : 2_000) }),
      },
      E: { CRC32: crc32 },
      getSerial: () => "24a160aa-bbcc",
      require: () => storage,
      setTimeout: (run: string | (() => void), ms: number) => {
        this.#timers.set(++this.#lastTimer, { dueMs: this.#nowMs + ms, run });
        return this.#lastTimer;
      },
      clearTimeout: (id: number) => void this.#timers.delete(id),
      clearInterval: () => this.#timers.clear(),
      clearWatch: () => undefined,
      load: () => this.#start(),
      ...(this.knowsBluetooth ? { ESP32: this.#esp32 } : {}),
    });
    runInContext("var global=globalThis", this.#context);
    // src/jsflash.c, jsfLoadBootCodeFromFlash
    for (const name of [".boot0", ".boot1", ".boot2", ".boot3"]) this.#run(flash.read(name));
    this.#run(flash.read(".bootrst") ?? flash.read(".bootcde"));
  }

  #run(code: string | undefined): void {
    if (code !== undefined) this.#evaluate(code);
  }

  /** targets/esp32/jswrap_esp32.c; jsfRemoveCodeFromFlash in src/jsflash.c names the files. */
  get #esp32(): object {
    const { flash } = this;
    return {
      getState: () => ({ BLE: flash.hasBluetooth, Wifi: true }),
      enableBLE: (on: boolean) => {
        flash.switchBluetooth(on);
        for (const name of [".varimg", ".bootcde", ".bootrst"]) flash.erase(name);
        this.#isDeaf = this.isDeafAtRestart;
        setImmediate(() => (this.#isDeaf = false));
        this.#start();
      },
    };
  }
}

/** As E.CRC32 computes it (the ISO polynomial, reflected); of our own, so that it shares nothing with its subject. */
function crc32(text: string): number {
  let sum = 0xffffffff;
  for (const character of text) {
    sum ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
