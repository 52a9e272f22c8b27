import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepFolderUntilExit } from "../simulator/broker/daemon";

export const HOST = "127.0.0.1";

/** Whom the servers let in. */
export const USER = { username: "node", password: "secret" };

/** Where a server takes connections of one protocol, without TLS and with it. */
export interface Ports {
  plain: number;
  secure: number;
}

/** PEM. */
export interface Identity {
  cert: string;
  key: string;
}

/** A real server on free ports of 127.0.0.1, with everything it writes in a temporary folder; both are gone when this process is. */
export interface RunningServer {
  /** Of its program, or "?" where that does not tell. */
  version: string;
  ports: Partial<Record<"mqtt" | "amqp" | "xmpp", Ports>>;
  stop(): Promise<void>;
}

/** A folder with the server's certificate and key in it, which is removed at the latest when this process ends. */
export function serverFolder(name: string, { cert, key }: Identity): { folder: string; cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  keepFolderUntilExit(folder);
  const write = (file: string, text: string): string => {
    const path = join(folder, file);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  return { folder, cert: write("cert.pem", cert), key: write("key.pem", key) };
}
