import { closeSync, writeSync } from "node:fs";
import { printable } from "../cli/printable";
import { fileProblem } from "../files/file-problem";
import { openPrivateLog } from "../files/private-file";
import { UserError } from "../user-error";

export interface TranscriptOptions {
  /** Puts text on the screen. */
  write: (text: string) => void;
  /** Whether what is on the screen can be written over. */
  isTerminal: boolean;
  /** A file that the lines are added to. */
  logFile?: string;
  /** What is never shown. */
  secrets: readonly string[];
}

/** Where the monitor's lines go, made printable: the screen with the time of day, and a file with the date too. */
export class Transcript {
  readonly #write: (text: string) => void;
  readonly #isTerminal: boolean;
  readonly #log: number | undefined;
  readonly #secrets: readonly string[];
  #isPartial = false;

  /** @throws UserError when the log file cannot be opened */
  constructor(options: TranscriptOptions) {
    this.#write = options.write;
    this.#isTerminal = options.isTerminal;
    this.#log = options.logFile === undefined ? undefined : open(options.logFile);
    this.#secrets = options.secrets.flatMap(spellings).sort((a, b) => b.length - a.length);
  }

  line(text: string): void {
    const now = new Date();
    const shown = this.#shown(text);
    this.#write(`${this.#isPartial ? "\r\x1b[K" : ""}${timeOfDay(now)}  ${shown}\n`);
    this.#isPartial = false;
    if (this.#log !== undefined) writeSync(this.#log, `${now.toISOString()}  ${shown}\n`);
  }

  /** Shows a line that is not whole, such as a prompt with what is being typed; not what may become a secret. */
  partial(text: string): void {
    if (!this.#isTerminal || (text === "" && !this.#isPartial)) return;
    const begun = this.#secrets.map((secret) => begunAtEnd(text, secret));
    const shown = this.#shown(text.slice(0, text.length - Math.max(0, ...begun)));
    this.#write(`\r\x1b[K${shown === "" ? "" : `${timeOfDay(new Date())}  ${shown}`}`);
    this.#isPartial = shown !== "";
  }

  #shown(text: string): string {
    return printable(this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text));
  }

  close(): void {
    if (this.#isPartial) this.#write("\n");
    if (this.#log !== undefined) closeSync(this.#log);
  }
}

/** How many characters at the end of a text are the beginning of a secret; fewer than three tell nothing. */
function begunAtEnd(text: string, secret: string): number {
  for (let length = Math.min(text.length, secret.length - 1); length > 2; length--) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

function open(file: string): number {
  try {
    return openPrivateLog(file);
  } catch (error) {
    const problem = fileProblem(error);
    throw problem === undefined ? error : new UserError(`--log: ${problem}`);
  }
}

/** How a secret may stand in what a chip prints: as it is, and as source text and JSON write it. */
function spellings(secret: string): string[] {
  if (secret === "") return [];
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1)])];
}

function timeOfDay(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const ms = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`;
}
