import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Why the package that reaches serial ports is not there; undefined where it is. */
export function missingSerialPort(): string | undefined {
  try {
    require.resolve("serialport");
    return undefined;
  } catch {
    return 'needs the npm package "serialport", which is optional';
  }
}

/** Why no program here can open a pseudo-terminal as a serial port; undefined where it can. */
export function pseudoTerminalProblem(): string | undefined {
  if (process.platform === "win32") return "Windows has no pseudo-terminals";
  const missing = missingSerialPort();
  if (missing !== undefined) return missing;
  return spawnSync("socat", ["-V"]).error === undefined ? undefined : "needs socat, a Debian package";
}

/** What is at the other end of a cable. */
export interface Plugged {
  write(bytes: Uint8Array): unknown;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
}

/**
 * A serial port of this machine with a chip at its end: a pseudo-terminal, which the operating system's own calls open, read and
 * close as they do a port on USB. `socat` makes it.
 */
export class PseudoTerminal {
  readonly #folder = mkdtempSync(join(tmpdir(), "serial-"));
  readonly path = join(this.#folder, "ttyUSB0");
  #cable: { socat: ChildProcess; stop: () => Promise<void> } | undefined;

  /** Plugs a chip in; resolves when the port is there. */
  async plugIn(chip: Plugged): Promise<void> {
    const server = createServer((socket) => this.#connect(socket, chip));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    // -d -d: says when the terminal is there. ignoreeof: a program that closes it does not pull the cable.
    const socat = spawn(
      "socat",
      ["-d", "-d", `PTY,link=${this.path},raw,echo=0,ignoreeof,perm=0600`, `TCP:127.0.0.1:${port}`],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    this.#cable = {
      socat,
      stop: async () => {
        const exited = once(socat, "exit");
        socat.kill("SIGKILL");
        await exited;
        rmSync(this.path, { force: true });
        await new Promise((closed) => server.close(closed));
      },
    };
    for await (const line of createInterface({ input: socat.stderr })) {
      if (/starting data transfer loop/.test(line)) break;
    }
    socat.stderr.resume();
  }

  /** Pulls the cable: the port is gone. */
  async unplug(): Promise<void> {
    await this.#cable?.stop();
    this.#cable = undefined;
  }

  async close(): Promise<void> {
    await this.unplug();
    rmSync(this.#folder, { recursive: true });
  }

  #connect(socket: Socket, chip: Plugged): void {
    socket.setNoDelay();
    const remove = chip.onBytes((bytes) => socket.write(bytes));
    // One after the other: a line may take its time.
    let written: Promise<unknown> = Promise.resolve();
    socket.on("data", (bytes) => {
      written = written.then(() => chip.write(bytes)).catch(() => socket.destroy());
    });
    socket.on("close", remove);
    socket.on("error", () => {});
  }
}
