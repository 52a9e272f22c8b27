import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

/** Brokers that are programs of their own. */

/** Where to look for them: Debian puts daemons where not everybody's PATH leads. */
export const DAEMON_PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/usr/local/sbin`;

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Has a child end when this process does. */
export function killWithUs(child: ChildProcess): void {
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
}

/** Waits until a child takes connections. @throws Error when it ends before, or takes longer than `longestMs` */
export async function accepting(child: ChildProcess, host: string, port: number, longestMs: number): Promise<void> {
  const startMs = performance.now();
  while (performance.now() - startMs < longestMs) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended at once with code ${child.exitCode}`);
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
  throw new Error(`${child.spawnfile} did not accept connections on port ${port} within ${longestMs} ms`);
}

/** Ends a child and removes its folder, if it has one to remove. */
export async function end(child: ChildProcess, folder?: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
