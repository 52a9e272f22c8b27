import { connect, type Socket } from "node:net";
import { UserError } from "../user-error";
import { LineListeners, type SerialLine } from "./line";

/** How long a serial server has to answer. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * A line to a serial server, such as ser2net or socat, or to Espruino's telnet console.
 * @param url tcp://host:port
 * @throws UserError when it cannot be reached
 */
export async function openTcpLine(url: string): Promise<SerialLine> {
  const { host, port } = address(url);
  const socket = connect({ host, port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string): void => {
      socket.destroy();
      reject(new UserError(`${url}: ${reason}; is the serial server running there?`));
    };
    const timer = setTimeout(() => fail(`no answer within ${CONNECT_TIMEOUT_MS / 1000} s`), CONNECT_TIMEOUT_MS);
    socket.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      fail(error.code ?? error.message);
    });
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.removeAllListeners("error");
      resolve();
    });
  });
  return new TcpLine(url, socket);
}

function address(url: string): { host: string; port: number } {
  const match = /^tcp:\/\/(\[[^\]]+\]|[^:/]+):(\d{1,5})\/?$/.exec(url);
  if (match === null) throw new UserError(`${url}: a serial server is written tcp://host:port`);
  return { host: match[1].replace(/^\[|\]$/g, ""), port: Number(match[2]) };
}

class TcpLine implements SerialLine {
  readonly #listeners = new LineListeners();
  readonly #socket: Socket;

  constructor(
    readonly name: string,
    socket: Socket,
  ) {
    this.#socket = socket;
    let failure: Error | undefined;
    socket.on("data", (bytes) => this.#listeners.bytes(bytes));
    socket.on("error", (error) => (failure = error));
    socket.on("end", () => socket.end());
    socket.on("close", () => this.#listeners.end(failure));
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed || !this.#socket.writable) reject(new Error(`${this.name} has ended`));
      else this.#socket.write(bytes, (error) => (error == null ? resolve() : reject(error)));
    });
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listener);
  }

  onEnd(listener: (error?: Error) => void): () => void {
    return this.#listeners.onEnd(listener);
  }

  async setBaudRate(): Promise<void> {}

  async setSignals(): Promise<void> {}

  async close(): Promise<void> {
    this.#socket.destroy();
    this.#listeners.end();
  }
}
