import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TcpTarget } from "../network/tcp";
import type { Message, PublishOptions, TcpBroker } from "./broker";
import { Daemon, freePorts, keepFolderUntilExit, removeFolder, SEARCH_PATH } from "./daemon";
import { MessageLog } from "./message-log";
import { Observer } from "./observer";

/** From start to accepting connections it takes some 10 ms; a broker that needs this long does not come. */
const longestStartMs = 5_000;

/** Whether this machine has a mosquitto to start. */
export function isMosquittoInstalled(): boolean {
  return spawnSync("mosquitto", ["-h"], { env: { PATH: SEARCH_PATH } }).error === undefined;
}

/** What it speaks TLS with, PEM; a `ca` asks clients for a certificate that it signed. */
export interface MosquittoTls {
  cert: string;
  key: string;
  ca?: string;
}

/** Who may join it, and what each of them may read and write. */
export interface MosquittoAccess {
  /** By user name. */
  passwords: Readonly<Record<string, string>>;
  /** An `acl_file`, but for what the simulator's own observer needs. */
  acl: string;
}

/** What the observer joins with, where not everybody may. */
const OBSERVER = "simulator-observer";

/** A mosquitto of its own for one test, on a free port of 127.0.0.1. It keeps nothing over a restart. */
export class MosquittoBroker implements TcpBroker {
  readonly host = "127.0.0.1";
  readonly target: TcpTarget;
  readonly #log = new MessageLog();
  readonly #tls: MosquittoTls | undefined;
  readonly #access: MosquittoAccess | undefined;
  #port = 0;
  #securePort = 0;
  #running: { daemon: Daemon; folder: string; observer: Observer } | undefined;

  /**
   * @param tls Given: it speaks TLS too, on a port of its own
   * @param access Given: it lets in only who has a password
   */
  constructor(tls?: MosquittoTls, access?: MosquittoAccess) {
    this.#tls = tls;
    this.#access = access;
    this.target = new TcpTarget(
      this.host,
      (isSecure) => (isSecure && this.#tls !== undefined ? this.#securePort : this.#port),
      (nowMs) => {
        this.#log.nowMs = nowMs;
      },
      async () => this.#running?.observer.brokerIsThrough(),
    );
  }

  get port(): number {
    return this.#port;
  }

  get securePort(): number {
    return this.#securePort;
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    if (this.#port === 0) [this.#port = 0, this.#securePort = 0] = await freePorts(this.host, 2);
    const folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
    keepFolderUntilExit(folder);
    const file = join(folder, "mosquitto.conf");
    let secureListener = "";
    if (this.#tls !== undefined) {
      secureListener = `listener ${this.#securePort} ${this.host}\n`;
      for (const [name, setting] of [
        ["cert", "certfile"],
        ["key", "keyfile"],
        ["ca", "cafile"],
      ] as const) {
        const pem = this.#tls[name];
        if (pem === undefined) continue;
        writeFileSync(join(folder, `${name}.pem`), pem);
        secureListener += `${setting} ${join(folder, `${name}.pem`)}\n`;
      }
      if (this.#tls.ca !== undefined) secureListener += "require_certificate true\n";
    }
    // Started by root it would become another user, who may not read keys and passwords.
    const user = process.getuid?.() === 0 ? "user root\n" : "";
    const access = this.#access === undefined ? "allow_anonymous true\n" : writeAccess(folder, this.#access);
    writeFileSync(
      file,
      `listener ${this.#port} ${this.host}\npersistence false\nset_tcp_nodelay true\n${access}${user}${secureListener}`,
    );
    const daemon = new Daemon("mosquitto", ["-c", file], folder);
    try {
      await daemon.accepting(this.host, this.#port, longestStartMs);
      this.#running = {
        daemon,
        folder,
        observer: await Observer.connect(this.#url(), this.#log),
      };
    } catch (error) {
      await daemon.end();
      removeFolder(folder);
      throw error;
    }
  }

  #url(): string {
    const login = this.#access === undefined ? "" : `${OBSERVER}:${OBSERVER}@`;
    return `mqtt://${login}${this.host}:${this.#port}`;
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    await running.observer.close();
    await running.daemon.end();
    removeFolder(running.folder);
    this.target.moved();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async publish(topic: string, payload: string | Buffer, options?: PublishOptions): Promise<void> {
    if (this.#running === undefined) throw new Error(`cannot publish on ${topic}: the broker is stopped`);
    await this.#running.observer.publish(topic, payload, options);
    this.target.moved();
  }

  onMessage(listener: (message: Message) => void): void {
    this.#log.onMessage(listener);
  }
}

/** @returns the lines of the configuration that name the files */
function writeAccess(folder: string, { passwords, acl }: MosquittoAccess): string {
  const passwordFile = join(folder, "passwords");
  writeFileSync(passwordFile, "");
  for (const [user, password] of Object.entries({ ...passwords, [OBSERVER]: OBSERVER })) {
    execFileSync("mosquitto_passwd", ["-b", passwordFile, user, password], { stdio: "ignore" });
  }
  const aclFile = join(folder, "acl");
  writeFileSync(aclFile, `${acl}\nuser ${OBSERVER}\ntopic readwrite #\n`);
  return `allow_anonymous false\npassword_file ${passwordFile}\nacl_file ${aclFile}\n`;
}
