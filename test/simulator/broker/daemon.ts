import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { constants } from "node:os";
import { delimiter } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Where Debian puts daemons, which is not in everybody's PATH. */
export const SEARCH_PATH = [process.env["PATH"] ?? "", "/usr/sbin", "/usr/local/sbin"].join(delimiter);

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What must not outlive this process: temporary folders, and the daemons that write into them. */
const folders = new Set<string>();
const running = new Set<Daemon>();

function tidyUp(): void {
  for (const daemon of running) daemon.kill();
  for (const folder of folders) removeFolder(folder);
}

/** A signal alone would end this process without its "exit" event. */
function exit(signal: (typeof SIGNALS)[number]): void {
  process.exit(128 + constants.signals[signal]);
}

function guard(): void {
  if (process.listeners("exit").includes(tidyUp)) return;
  process.on("exit", tidyUp);
  for (const signal of SIGNALS) process.on(signal, exit);
}

function unguard(): void {
  if (folders.size + running.size > 0) return;
  process.off("exit", tidyUp);
  for (const signal of SIGNALS) process.off(signal, exit);
}

/** Removes `folder` when this process ends, however it ends, unless `removeFolder` did before. */
export function keepFolderUntilExit(folder: string): void {
  folders.add(folder);
  guard();
}

export function removeFolder(folder: string): void {
  // A daemon that was just killed may still be closing files in it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(folder);
  unguard();
}

/** A server in a process group of its own, which does not outlive this process. */
export class Daemon {
  readonly #command: string;
  readonly #child: ChildProcess;

  /** @param env All of its environment but PATH */
  constructor(command: string, args: string[], folder: string, env: Record<string, string> = {}) {
    this.#command = command;
    this.#child = spawn(command, args, {
      env: { PATH: SEARCH_PATH, ...env },
      stdio: "ignore",
      cwd: folder,
      detached: true,
    });
    running.add(this);
    guard();
    this.#child.once("error", () => this.#ended());
    this.#child.once("exit", () => this.#ended());
  }

  /** Resolves once it takes connections. @throws Error when it has ended, or takes longer than `longestMs` */
  async accepting(host: string, port: number, longestMs: number): Promise<void> {
    const startMs = performance.now();
    while (performance.now() - startMs < longestMs) {
      if (!running.has(this)) throw new Error(`${this.#command} ended at once with code ${this.#child.exitCode}`);
      const socket = connect({ host, port });
      try {
        await once(socket, "connect");
        return;
      } catch {
        await setTimeout(5);
      } finally {
        socket.destroy();
      }
    }
    throw new Error(`${this.#command} did not accept connections on port ${port} within ${longestMs} ms`);
  }

  /** Asks it to end, and waits for that. */
  async end(): Promise<void> {
    if (!running.has(this)) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await exited;
  }

  /** Ends it and its children at once, and waits for that. */
  async endAtOnce(): Promise<void> {
    if (!running.has(this)) return;
    const exited = once(this.#child, "exit");
    this.kill();
    await exited;
  }

  /** Ends it and its children at once. */
  kill(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  #ended(): void {
    running.delete(this);
    unguard();
  }
}

/** Ports that are free now, all different. */
export async function freePorts(host: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, host));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map((server) => {
      const closed = once(server, "close");
      server.close();
      return closed;
    }),
  );
  return ports;
}
