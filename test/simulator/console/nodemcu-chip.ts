import { join } from "node:path";
import { SimulatedBoard } from "../board";
import type { ChipName } from "../board-options";
import type { Network } from "../network/network";
import { FlashPower } from "../nodemcu/flash-power";
import { PowerLost } from "./flash-files";

type End = (error?: Error) => void;

/** LUA_MAXINPUT. */
const LINE_CHARACTERS = 256;
const PROMPT = "> ";
const NOBODY: Network = {
  connect: () => ({ blockedMs: 0, failure: "refused" }),
  nextArrivalMs: () => Infinity,
  settle: async () => {},
};

/**
 * A chip with NodeMCU as its serial console shows it (components/lua/common/linput.c of branch dev-esp32, app/driver/input.c of
 * branch release): each character is echoed, a line runs when it ends, and of one that is too long only its last part remains. Its clock stands until `pass`.
 */
export class NodeMcuChip {
  /** The file system; it outlives a reboot. */
  readonly files: Map<string, string>;
  /** What was printed since the last boot. */
  printed: string[] = [];
  /** The line breaks in place of the byte with this number. */
  cutAtByte = Infinity;
  /** Bytes that arrived since it was made. */
  receivedBytes = 0;
  /** Characters of the longest line typed. */
  longestLine = 0;
  /** What its files are changed with. */
  readonly power = new FlashPower();
  /** Modules that its build lacks, from the next boot on. */
  without: readonly string[] = [];
  /** What becomes of a file's bytes on their way into the flash memory. */
  damage = (bytes: string): string => bytes;
  #board!: SimulatedBoard;
  #line: { bytes: Set<(bytes: Uint8Array) => void>; end: Set<End> } | undefined;
  #typed = "";
  #work: Promise<void> = Promise.resolve();
  readonly #network: Network;

  readonly #chip: ChipName;
  /** What an ESP8266 keeps beside its files. */
  readonly #kept = new Map<string, unknown>();

  constructor(
    files: ReadonlyMap<string, string> = new Map(),
    { chip = "esp32", network = NOBODY }: { chip?: ChipName; network?: Network } = {},
  ) {
    this.files = new Map(files);
    this.#chip = chip;
    this.#network = network;
  }

  /** Switches the power off and on again: init.lua starts. */
  async boot(): Promise<void> {
    this.power.loseAtStep = Infinity;
    this.printed = [];
    this.#typed = "";
    // The folder has no Lua in it: what runs is what is in the file system.
    const board = new SimulatedBoard({
      engine: "nodemcu",
      chip: this.#chip,
      kept: this.#kept,
      bundle: join(__dirname, "init.lua"),
      network: this.#network,
      noiseVolts: 0,
      onConsole: (line) => this.#print(line),
    });
    this.#board = board;
    this.#share(board.storage.files);
    board.boot();
    for (const name of this.without) board.typeOnConsole(`${name} = nil`);
    await board.run(0);
  }

  /** Lets time pass for the program. @returns whether there was power all the while */
  async pass(ms: number): Promise<boolean> {
    let hasPower = true;
    this.#work = this.#work.then(async () => {
      try {
        await this.#board.run(ms);
      } catch (error) {
        // The chip is dead until `boot`.
        if (!(error instanceof PowerLost)) throw error;
        this.unplug();
        hasPower = false;
      }
    });
    await this.#work;
    return hasPower;
  }

  /** Has its clock go on by itself, quickly, until what is returned is called. */
  live(): () => void {
    let isLiving = true;
    const go = async (): Promise<void> => {
      while (isLiving) {
        await this.pass(20);
        await new Promise((next) => setTimeout(next, 1));
      }
    };
    void go();
    return () => (isLiving = false);
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
    if (byte === 10 || byte === 13) {
      const text = this.#typed;
      this.#typed = "";
      this.#send("\n");
      this.longestLine = Math.max(this.longestLine, text.length + 1);
      this.#work = this.#work.then(() => this.#enter(text));
    } else {
      this.#send(String.fromCharCode(byte));
      if (this.#typed.length + 1 >= LINE_CHARACTERS) this.#typed = "";
      this.#typed += String.fromCharCode(byte);
    }
  }

  async #enter(text: string): Promise<void> {
    const board = this.#board;
    try {
      if (text !== "") {
        board.typeOnConsole(text);
        await board.run(0);
      }
      this.#send(PROMPT);
    } catch (error) {
      // The chip is dead until `boot`.
      if (!(error instanceof PowerLost)) throw error;
      this.unplug();
    }
  }

  #print(text: string): void {
    this.printed.push(text);
    this.#send(`${text}\n`);
  }

  #send(text: string): void {
    for (const listener of this.#line?.bytes ?? []) listener(Buffer.from(text, "latin1"));
  }

  /** The board's files are this chip's. */
  #share(files: Map<string, string>): void {
    for (const [name, bytes] of this.files) files.set(name, bytes);
    this.power.supply(files);
    const { set, delete: remove } = Map.prototype;
    files.set = (name: string, bytes: string) => {
      const kept = bytes === "" ? bytes : this.damage(bytes);
      this.files.set(name, kept);
      return set.call(files, name, kept) as Map<string, string>;
    };
    files.delete = (name: string) => {
      this.files.delete(name);
      return remove.call(files, name);
    };
  }
}
