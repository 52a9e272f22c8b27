import { spawnSync } from "node:child_process";
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

/** A mosquitto of its own for one test, on a free port of 127.0.0.1. It keeps nothing over a restart. */
export class MosquittoBroker implements TcpBroker {
  readonly host = "127.0.0.1";
  readonly target: TcpTarget;
  readonly #log = new MessageLog();
  #port = 0;
  #running: { daemon: Daemon; folder: string; observer: Observer } | undefined;

  constructor() {
    this.target = new TcpTarget(
      this.host,
      () => this.#port,
      (nowMs) => {
        this.#log.nowMs = nowMs;
      },
      async () => this.#running?.observer.brokerIsThrough(),
    );
  }

  get port(): number {
    return this.#port;
  }

  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  async start(): Promise<void> {
    if (this.#running !== undefined) return;
    if (this.#port === 0) [this.#port = 0] = await freePorts(this.host, 1);
    const folder = mkdtempSync(join(tmpdir(), "mosquitto-"));
    keepFolderUntilExit(folder);
    const file = join(folder, "mosquitto.conf");
    writeFileSync(
      file,
      `listener ${this.#port} ${this.host}\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n`,
    );
    const daemon = new Daemon("mosquitto", ["-c", file], folder);
    try {
      await daemon.accepting(this.host, this.#port, longestStartMs);
      this.#running = {
        daemon,
        folder,
        observer: await Observer.connect(`mqtt://${this.host}:${this.#port}`, this.#log),
      };
    } catch (error) {
      await daemon.end();
      removeFolder(folder);
      throw error;
    }
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
