import type { SerialLine } from "../serial/line";
import { UserError } from "../user-error";
import { ConsoleText } from "./console-text";
import type { SourcePositions } from "./source-positions";
import { StackTraces } from "./stack-traces";
import type { Transcript } from "./transcript";

/** How long a line that is not whole is waited for before it is shown as it stands. */
const PARTIAL_MS = 40;
/** Between two attempts to open a line that ended. */
const RECONNECT_MS = 1_000;

export interface MonitorOptions {
  /** Opens the line to the chip, wherever it is plugged in now. */
  open: () => Promise<SerialLine>;
  positions: SourcePositions | undefined;
  transcript: Transcript;
}

/** A chip's console for a person: it goes on when the cable was out. */
export class Monitor {
  readonly #options: MonitorOptions;
  #line: SerialLine | undefined;
  #isStopped = false;
  #wake = (): void => {};

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /**
   * Shows what comes until `stop`.
   * @throws UserError when the line cannot be opened the first time
   */
  async run(): Promise<void> {
    const { transcript } = this.#options;
    let line: SerialLine | undefined = await this.#options.open();
    while (!this.#isStopped) {
      if (line !== undefined) {
        transcript.line(`--- ${line.name} is open ---`);
        const reason = await this.#listen(line);
        await line.close();
        if (this.#isStopped) break;
        transcript.line(`--- ${line.name} has ended${reason}; waiting for it ---`);
      }
      await this.#pause(RECONNECT_MS);
      line = this.#isStopped ? undefined : await this.#reopen();
    }
  }

  /** Sends bytes to the chip as they are typed; what is typed while there is no line is lost, and said to be. */
  async send(bytes: Uint8Array): Promise<void> {
    try {
      if (this.#line === undefined) throw new Error("no line");
      await this.#line.write(bytes);
    } catch {
      if (!this.#isStopped) this.#options.transcript.line("--- not sent: there is no line to the chip ---");
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake();
  }

  /** @returns why the line ended, to be put behind a sentence */
  async #listen(line: SerialLine): Promise<string> {
    const { transcript, positions } = this.#options;
    const traces = new StackTraces(positions, (text) => transcript.line(text));
    let timer: NodeJS.Timeout | undefined;
    const text = new ConsoleText({ line: (whole) => traces.take(whole) });
    const removeBytes = line.onBytes((bytes) => {
      text.take(bytes);
      clearTimeout(timer);
      timer = setTimeout(() => transcript.partial(traces.isHiding ? "" : text.pending), PARTIAL_MS);
    });
    this.#line = line;
    const reason = await new Promise<string>((resolve) => {
      line.onEnd((error) => resolve(error === undefined ? "" : ` (${error.message})`));
      this.#wake = () => resolve("");
      if (this.#isStopped) resolve("");
    });
    this.#line = undefined;
    removeBytes();
    clearTimeout(timer);
    text.end();
    return reason;
  }

  async #reopen(): Promise<SerialLine | undefined> {
    try {
      return await this.#options.open();
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
