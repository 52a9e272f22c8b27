import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon, SEARCH_PATH } from "./daemon";

const HOST = "127.0.0.1";
/** From start to taking connections it takes some 100 ms; on a busy machine more. */
const longestStartMs = 20_000;

export function isNatsInstalled(): boolean {
  return spawnSync("nats-server", ["--version"], { env: { PATH: SEARCH_PATH } }).error === undefined;
}

export interface NatsSettings {
  /** Where it keeps sessions and retained messages, over restarts too. */
  folder: string;
  mqttPort: number;
  /** NATS' own protocol. */
  clientPort: number;
  /** Where it stands among the others of a cluster: the ports on which they speak with each other, of all of them. */
  cluster?: { index: number; ports: readonly number[] };
  /** After how long it sends again what was not acknowledged, such as "1s"; 30 s when left out. */
  ackWait?: string;
  /** A block of its configuration; everybody may do everything when left out. */
  authorization?: string;
}

/** A nats-server with its MQTT listener and JetStream, on 127.0.0.1. */
export class NatsNode {
  readonly #settings: NatsSettings;
  #daemon: Daemon | undefined;

  constructor(settings: NatsSettings) {
    this.#settings = settings;
  }

  /** It takes connections then; what it keeps it may still have to agree on with the others of its cluster. */
  async start(): Promise<void> {
    const { folder, mqttPort } = this.#settings;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "nats.conf");
    writeFileSync(file, configuration(this.#settings));
    this.#daemon = new Daemon("nats-server", ["-c", file], folder);
    await this.#daemon.accepting(HOST, mqttPort, longestStartMs);
  }

  async end(): Promise<void> {
    await this.#daemon?.end();
  }

  async kill(): Promise<void> {
    await this.#daemon?.endAtOnce();
  }
}

function configuration({ folder, mqttPort, clientPort, cluster, ackWait, authorization }: NatsSettings): string {
  const lines = [
    `listen: "${HOST}:${clientPort}"`,
    `server_name: "node-${cluster?.index ?? 0}"`,
    `jetstream: { store_dir: "${join(folder, "jetstream")}" }`,
    `mqtt: { listen: "${HOST}:${mqttPort}"${ackWait === undefined ? "" : `, ack_wait: "${ackWait}"`} }`,
  ];
  if (authorization !== undefined) lines.push(authorization);
  if (cluster !== undefined) {
    const routes = cluster.ports.map((port) => `"nats://${HOST}:${port}"`).join(", ");
    lines.push(`cluster: { name: "fleet", listen: "${HOST}:${cluster.ports[cluster.index]}", routes: [${routes}] }`);
  }
  return lines.join("\n") + "\n";
}
