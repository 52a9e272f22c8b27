import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { LineListeners, type SerialLine } from "../../scripts/lib/serial/line";

/**
 * That build takes its console in on a thread of its own, which nothing keeps apart from the interpreter's (jshInputThread in
 * targets/linux/jshardware.c): when much comes at once, bytes are lost or taken twice.
 */
const PIECE_BYTES = 2;
const PIECE_MS = 1;

/** The console of an Espruino for Linux as a serial line. Its Storage is a file in `folder`, so it outlives a restart. */
export class EspruinoLine implements SerialLine {
  readonly name = "Espruino for Linux";
  readonly #listeners = new LineListeners();
  readonly #child: ChildProcess;

  constructor(executable: string, folder: string) {
    // On one core the two threads get in each other's way far less.
    const [command, ...args] = process.platform === "linux" ? ["taskset", "-c", "0", executable] : [executable];
    this.#child = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    this.#child.stdout!.on("data", (bytes: Buffer) => this.#listeners.bytes(bytes));
    this.#child.stdin!.on("error", () => {});
    this.#child.once("exit", () => this.#listeners.end(new Error("the interpreter was killed")));
    process.once("exit", this.#kill);
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      await new Promise<void>((resolve, reject) =>
        this.#child.stdin!.write(bytes.subarray(at, at + PIECE_BYTES), (error) =>
          error == null ? resolve() : reject(error),
        ),
      );
      await setTimeout(PIECE_MS);
    }
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listener);
  }

  onEnd(listener: (error?: Error) => void): () => void {
    return this.#listeners.onEnd(listener);
  }

  async setBaudRate(): Promise<void> {}

  async setSignals(): Promise<void> {}

  /** Kills the interpreter, as a power cut does. */
  async close(): Promise<void> {
    process.off("exit", this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#kill();
    await exited;
  }

  readonly #kill = (): void => void this.#child.kill("SIGKILL");
}
