import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "../broker/daemon";
import type { BrokerProcess } from "./broker-process";

const HOST = "127.0.0.1";
const longestStartMs = 10_000;

/** A mosquitto that stores what it knows when it ends in good order, as Debian's does. */
export class MosquittoProcess implements BrokerProcess {
  readonly #folder: string;
  readonly #port: number;
  #daemon: Daemon | undefined;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  async start(): Promise<void> {
    const lines = [
      `listener ${this.#port} ${HOST}`,
      "allow_anonymous true",
      "persistence true",
      `persistence_location ${this.#folder}/`,
      "set_tcp_nodelay true",
      // What waits for a client that is away for long, or slow, is not cut short.
      "max_queued_messages 0",
    ];
    // Started by root it would become another user, who may not write here.
    if (process.getuid?.() === 0) lines.push("user root");
    writeFileSync(join(this.#folder, "mosquitto.conf"), lines.join("\n") + "\n");
    this.#daemon = new Daemon("mosquitto", ["-c", "mosquitto.conf"], this.#folder);
    await this.#daemon.accepting(HOST, this.#port, longestStartMs);
  }

  async end(): Promise<void> {
    await this.#daemon?.end();
  }

  async kill(): Promise<void> {
    await this.#daemon?.endAtOnce();
  }
}
