import type { ChildProcess } from "node:child_process";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { literal, utf8 } from "../../scripts/lib/bytes";
import { SECRETS_FILE } from "../../scripts/lib/program/secrets";
import { UserError } from "../../scripts/lib/user-error";
import { espruinoPreload, type EspruinoSurroundings } from "./espruino-preload";

export interface EspruinoRun extends EspruinoSurroundings {
  /** An Espruino executable for Linux. */
  executable: string;
  /** The bytes of dist/<board>/bundle.js, run as they are. */
  bundle: string;
  /** The file beside it, as `npm run flash` writes it, with what is no part of the program. */
  secrets?: string;
  /** Files that are in its Storage from before, in bytes, by name. */
  files?: Record<string, string>;
  /** What is soldered to the chip: a script that puts its own `OneWire` or `I2C1` in the place of the build's, which do nothing. */
  wiring?: string;
  /** Called with each line the interpreter prints. */
  onLine?: (line: string) => void;
}

/** Why `executable` cannot be run, with the cure; undefined when it can. */
export function espruinoProblem(executable: string | undefined): string | undefined {
  const cure =
    "set ESPRUINO to an Espruino executable for Linux; README_Building.md in github.com/espruino/Espruino tells how to build one";
  if (executable === undefined || executable === "") return `no Espruino to run on: ${cure}`;
  try {
    accessSync(executable, constants.X_OK);
    return undefined;
  } catch {
    return `ESPRUINO names ${executable}, which does not exist or is not executable: ${cure}`;
  }
}

/**
 * Runs a bundle in Espruino for Linux as the chip does: it is written to Storage as ".bootcde" and started from there at
 * boot, so that its text takes up no variables. What that build lacks comes before it, as ".boot0".
 */
export function runEspruino(run: EspruinoRun): EspruinoProcess {
  const folder = mkdtempSync(join(tmpdir(), "espruino-"));
  const secrets: Record<string, string> = run.secrets === undefined ? {} : { [SECRETS_FILE]: run.secrets };
  const preload = espruinoPreload(run) + (run.wiring ?? "");
  try {
    store(run.executable, folder, { ".boot0": utf8(preload), ".bootcde": run.bundle, ...secrets, ...run.files });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  // Standard input is a pipe on which nothing ever comes: the interpreter reads its console there, and chokes on an end.
  const child = spawn(run.executable, [], { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  return new EspruinoProcess(child, folder, run.onLine);
}

/** Longer than any write takes on a busy computer. */
const STORE_MS = 60_000;
/** So many bytes of a file are written at once: an interpreter with few variables has them in its memory several times. */
const PIECE_BYTES = 2_048;

/**
 * Writes files into an interpreter's Storage, which it runs at its start: so they get their names last, all in one run.
 * @throws UserError when what runs is no Espruino, or has no room
 */
export function store(executable: string, folder: string, files: Readonly<Record<string, string>>): void {
  const run = (script: string): void => {
    const install = join(folder, "install.js");
    writeFileSync(
      install,
      `var s=require("Storage");function write(n,d,o,z){if(!s.write(n,d,o,z))throw n;}\n${script};print("stored");quit();\n`,
    );
    const stdio = ["ignore", "pipe", "ignore"] as const;
    const output = execFileSync(executable, [install], { cwd: folder, stdio: [...stdio], timeout: STORE_MS });
    if (/^>?stored\r?$/m.test(output.toString())) return;
    throw new UserError(
      `${executable} is no Espruino, or did not take the program into its Storage; it said: ${output.toString().trim()}`,
    );
  };
  const sizes = Object.values(files).map((bytes) => bytes.length);
  const pieces = (size: number): number[] =>
    Array.from({ length: Math.ceil(size / PIECE_BYTES) }, (_, at) => at * PIECE_BYTES);
  Object.values(files).forEach((bytes, file) => {
    for (const at of pieces(bytes.length)) {
      run(`write("new${file}",${literal(bytes.slice(at, at + PIECE_BYTES))},${at},${bytes.length})`);
    }
  });
  run(
    Object.keys(files)
      .flatMap((name, file) =>
        pieces(sizes[file]!)
          .map((at) => `write(${literal(name)},s.read("new${file}",${at},${PIECE_BYTES}),${at},${sizes[file]})`)
          .concat(`s.erase("new${file}")`),
      )
      .join(";"),
  );
}

/** An interpreter that runs a bundle, and what it reports. */
export class EspruinoProcess {
  /** Every line printed, without the console's prompts. */
  readonly lines: string[] = [];
  /** The last value each pin was driven to: 0 or 1, or the duty of a PWM. */
  readonly pins = new Map<number, number>();
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #memory: number[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(child: ChildProcess, folder: string, onLine: (line: string) => void = () => {}) {
    this.#child = child;
    this.#folder = folder;
    createInterface({ input: child.stdout! }).on("line", (raw) => {
      const line = raw.replace(/\u001b\[J|[\r\b]/g, "").replace(/^>+/, "");
      this.#take(line);
      onLine(line);
    });
    process.once("exit", this.#killWithUs);
  }

  /** The interpreter's release, such as "2v29"; undefined before it has booted. */
  get version(): string | undefined {
    return this.lines.map((line) => /^@version (\S+)/.exec(line)?.[1]).find((version) => version !== undefined);
  }

  /** Variables in use at boot, after the bundle was run. */
  async memoryAtBoot(): Promise<number> {
    await this.waitFor("the report of memory at boot", () => this.#memory.length > 0);
    return this.#memory[0]!;
  }

  /** Variables in use now. It is reported twice a second. */
  async memory(): Promise<number> {
    const known = this.#memory.length;
    await this.waitFor("a report of memory", () => this.#memory.length > known);
    return this.#memory.at(-1)!;
  }

  /** Variables in use while nothing is under way: the least of six reports. */
  async memoryAtRest(): Promise<number> {
    let least = Infinity;
    for (let i = 0; i < 6; i++) least = Math.min(least, await this.memory());
    return least;
  }

  /** @throws Error with the last lines printed when `holds` is still false after `timeoutMs` */
  async waitFor(what: string, holds: () => boolean, timeoutMs = 15_000): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearInterval(poll);
        clearTimeout(timer);
        this.#watchers.delete(check);
        settle();
      };
      const check = (): void => {
        if (holds()) finish(resolve);
      };
      // Conditions may lie outside, such as in a broker's messages.
      const poll = setInterval(check, 20);
      const timer = setTimeout(() => {
        const tail = this.lines.filter((line) => !line.startsWith("@memory")).slice(-5);
        finish(() =>
          reject(new Error(`${what} did not come within ${timeoutMs} ms; Espruino said: ${tail.join(" | ")}`)),
        );
      }, timeoutMs);
      this.#watchers.add(check);
    });
  }

  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<void> {
    return this.waitFor(`a line like ${pattern}`, () => this.lines.some((line) => pattern.test(line)), timeoutMs);
  }

  waitForPin(pin: number, value: number, timeoutMs?: number): Promise<void> {
    return this.waitFor(`${value} on pin ${pin}`, () => this.pins.get(pin) === value, timeoutMs);
  }

  async stop(): Promise<void> {
    process.off("exit", this.#killWithUs);
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await exited;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  readonly #killWithUs = (): void => {
    this.#child.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  };

  #take(line: string): void {
    this.lines.push(line);
    const pin = /^@pin (\d+) (\S+)$/.exec(line);
    if (pin !== null) this.pins.set(Number(pin[1]), Number(pin[2]));
    const memory = /^@memory (\d+)$/.exec(line);
    if (memory !== null) this.#memory.push(Number(memory[1]));
    for (const check of [...this.#watchers]) check();
  }
}
