import { accessSync, constants, existsSync } from "node:fs";
import { UserError } from "../user-error";
import { LineListeners, type SerialLine, type Signals } from "./line";
import { howToBeAllowed } from "./port-rights";
import type { SerialPort, SerialPortPackage } from "./serial-port-package";

/** Not a literal where it is imported: the compiler would look for its types, which may not be there. */
const PACKAGE: string = "serialport";

/**
 * A line over a serial port of this machine: a device under /dev, COM3, or a pseudo-terminal.
 * @param isChipsUsb Whether it is a chip's own USB
 * @throws UserError when it cannot be opened, with the cure
 */
export async function openPortLine(path: string, baudRate: number, isChipsUsb = false): Promise<SerialLine> {
  const { SerialPort } = await loadSerialPort();
  const port = new SerialPort({ path, baudRate, autoOpen: false, hupcl: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error == null ? resolve() : reject(new UserError(explainOpening(path, error)))));
  });
  return new PortLine(path, port, isChipsUsb);
}

/**
 * The package that reaches serial ports. It is native code and an optional dependency, so that everything else works where
 * it does not exist.
 * @throws UserError when it is not installed, with the cure
 */
export async function loadSerialPort(): Promise<SerialPortPackage> {
  try {
    return (await import(PACKAGE)) as SerialPortPackage;
  } catch (error) {
    throw new UserError(
      `serial ports need the npm package "serialport", which cannot be loaded here (${firstLine(error)}): run "npm ci" ` +
        "again, without --omit=optional; or reach the board through a serial server, as --port tcp://host:port",
    );
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}

/** What the operating system's refusal means, and what to do. */
function explainOpening(path: string, { message }: Error): string {
  if (/permission denied|access denied|EACCES/i.test(message) && !isOpenedByAnother(path)) {
    return process.platform === "linux"
      ? `${path}: permission denied: ${howToBeAllowed(path)}`
      : `${path}: access denied; another program has it open (a monitor, an IDE, a slicer), or you may not use it`;
  }
  if (/no such file|file not found|ENOENT/i.test(message)) {
    return `${path}: there is no such port; plug the board in, with a cable that carries data, or leave --port out to see what is there`;
  }
  if (/lock|busy|access denied|permission denied/i.test(message)) {
    return `${path}: another program has it open: close it (a monitor, an IDE) and try again`;
  }
  return `${path}: cannot be opened as a serial port (${message.replace(/^Error:?\s*/i, "")})`;
}

/** Whether a refusal cannot be about rights, because this user has them. */
function isOpenedByAnother(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** How often it is looked whether the port is still there. */
const GONE_MS = 250;

class PortLine implements SerialLine {
  readonly #listeners = new LineListeners();
  readonly #port: SerialPort;
  readonly #signals: Required<Signals> = { dtr: true, rts: true };

  constructor(
    readonly name: string,
    port: SerialPort,
    readonly isChipsUsb: boolean,
  ) {
    this.#port = port;
    port.on("data", (bytes: Uint8Array) => this.#listeners.bytes(bytes));
    // What is wrong with the line comes with "close", and with each operation; nobody else listens.
    port.on("error", () => {});
    port.on("close", (error?: Error | null) => this.#listeners.end(error ?? undefined));
    this.#endWhenGone();
  }

  /** The package may read the nothing of a port that is gone for ever: no event comes, and a processor is busy. */
  #endWhenGone(): void {
    // Some systems have ports that are no files.
    if (!existsSync(this.name)) return;
    const timer = setInterval(() => {
      if (existsSync(this.name)) return;
      this.#listeners.end(new Error("the port is gone"));
      this.#port.close(() => undefined);
    }, GONE_MS);
    this.onEnd(() => clearInterval(timer));
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      // A port that is gone keeps the callback for itself.
      const stopWaiting = this.onEnd((error) => reject(error ?? new Error(`${this.name} has ended`)));
      if (this.#listeners.hasEnded) return;
      this.#port.write(Buffer.from(bytes), (error) => {
        stopWaiting();
        if (error == null) resolve();
        else reject(error);
      });
    });
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listener);
  }

  onEnd(listener: (error?: Error) => void): () => void {
    return this.#listeners.onEnd(listener);
  }

  setBaudRate(baudRate: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#port.update({ baudRate }, (error) => (error == null ? resolve() : reject(error)));
    });
  }

  setSignals(signals: Signals): Promise<void> {
    Object.assign(this.#signals, signals);
    return new Promise((resolve, reject) => {
      // The package sets every signal at each call, those not named to its own defaults.
      this.#port.set(this.#signals, (error) => {
        // A pseudo-terminal has none.
        if (error == null || /ENOTTY|EINVAL|inappropriate ioctl|invalid argument|cannot get/i.test(error.message))
          resolve();
        else reject(error);
      });
    });
  }

  async close(): Promise<void> {
    if (this.#listeners.hasEnded) return;
    await new Promise<void>((resolve) => this.#port.close(() => resolve()));
    this.#listeners.end();
  }
}
