import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Daemon } from "./daemon";

const HOST = "127.0.0.1";
/** Not the one in /usr/sbin, which insists on the user rabbitmq. */
const PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
/** It takes 5 to 10 s on two cores, and three of them longer. */
const longestStartMs = 180_000;

export function isRabbitMqInstalled(): boolean {
  try {
    accessSync(PROGRAM, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Erlang's port mapper, which a node would start and leave behind, as a process of ours. It has to be there before the first node.
 * @returns ends it
 */
export async function startPortMapper(port: number, folder: string): Promise<() => Promise<void>> {
  const mapper = new Daemon("epmd", ["-port", String(port), "-address", HOST], folder);
  await mapper.accepting(HOST, port, longestStartMs);
  return () => mapper.endAtOnce();
}

export interface RabbitMqUser {
  username: string;
  password: string;
  /** Topics that it may read, as RabbitMQ writes them; all when left out. */
  reads?: string;
}

export interface RabbitMqSettings {
  /** What it writes, and what it keeps over restarts. */
  folder: string;
  mqttPort: number;
  amqpPort: number;
  distributionPort: number;
  mapperPort: number;
  /** Those who may join; without any, everybody. */
  users: readonly RabbitMqUser[];
  /** The `distributionPort` of all nodes of the cluster that it is one of; each has one name by it. */
  cluster?: readonly number[];
  /** Plugins beside that of MQTT. */
  plugins?: readonly string[];
  /** Further lines of its configuration. */
  lines?: readonly string[];
}

/** A RabbitMQ with its MQTT plugin and with everything it writes in a folder. */
export class RabbitMqNode {
  readonly #settings: RabbitMqSettings;
  #runs = 0;
  #daemon: Daemon | undefined;

  constructor(settings: RabbitMqSettings) {
    this.#settings = settings;
    const { folder } = settings;
    mkdirSync(folder, { recursive: true });
    for (const name of ["home", "mnesia", "log"]) mkdirSync(join(folder, name), { recursive: true });
    // Who shares it may join a cluster; the node makes one of its own where there is none.
    if (settings.cluster !== undefined) {
      writeFileSync(join(folder, "home", ".erlang.cookie"), "FLEET", { mode: 0o400 });
    }
    writeFileSync(join(folder, "enabled_plugins"), `[${["rabbitmq_mqtt", ...(settings.plugins ?? [])].join(",")}].\n`);
    writeFileSync(join(folder, "definitions.json"), JSON.stringify(definitions(settings.users)));
    writeFileSync(join(folder, "rabbitmq.conf"), configuration(settings));
  }

  async start(): Promise<void> {
    const { folder, mqttPort, distributionPort, mapperPort } = this.#settings;
    const inFolder = (name: string): string => join(folder, name);
    const log = inFolder(`run-${++this.#runs}.log`);
    this.#daemon = new Daemon(PROGRAM, [], folder, {
      HOME: inFolder("home"),
      RABBITMQ_NODENAME: nodeName(distributionPort),
      RABBITMQ_CONF_ENV_FILE: inFolder("none.conf"),
      RABBITMQ_CONFIG_FILE: inFolder("rabbitmq.conf"),
      RABBITMQ_ADVANCED_CONFIG_FILE: inFolder("none.config"),
      RABBITMQ_ENABLED_PLUGINS_FILE: inFolder("enabled_plugins"),
      RABBITMQ_MNESIA_BASE: inFolder("mnesia"),
      RABBITMQ_LOG_BASE: inFolder("log"),
      RABBITMQ_LOGS: log,
      RABBITMQ_PID_FILE: inFolder("pid"),
      RABBITMQ_DIST_PORT: String(distributionPort),
      ERL_EPMD_PORT: String(mapperPort),
      ERL_EPMD_ADDRESS: HOST,
    });
    await this.#daemon.accepting(HOST, mqttPort, longestStartMs);
    await startupComplete(log);
  }

  async end(): Promise<void> {
    await this.#daemon?.end();
  }

  async kill(): Promise<void> {
    await this.#daemon?.endAtOnce();
  }
}

function nodeName(distributionPort: number): string {
  return `mote-${distributionPort}@localhost`;
}

function configuration({
  folder,
  mqttPort,
  amqpPort,
  users,
  cluster = [],
  lines: more = [],
}: RabbitMqSettings): string {
  const lines = [
    `listeners.tcp.1 = ${HOST}:${amqpPort}`,
    `mqtt.listeners.tcp.1 = ${HOST}:${mqttPort}`,
    `mqtt.allow_anonymous = ${users.length === 0}`,
    `distribution.listener.interface = ${HOST}`,
    `load_definitions = ${join(folder, "definitions.json")}`,
    // A classic queue goes down with the node that it is on, and with it whoever is subscribed at QoS 1.
    ...(cluster.length === 0
      ? []
      : ["cluster_formation.peer_discovery_backend = classic_config", "mqtt.durable_queue_type = quorum"]),
    ...cluster.map((port, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${nodeName(port)}`),
    ...more,
  ];
  return lines.join("\n") + "\n";
}

/** It takes connections before it has read its definitions, and refuses its users until then. */
async function startupComplete(log: string): Promise<void> {
  const startMs = performance.now();
  while (performance.now() - startMs < longestStartMs) {
    if (existsSync(log) && readFileSync(log, "latin1").includes("Server startup complete")) return;
    await setTimeout(20);
  }
  throw new Error(`RabbitMQ did not complete its start within ${longestStartMs} ms`);
}

/** Whom MQTT clients without a name are, unless told otherwise. */
const GUEST: RabbitMqUser = { username: "guest", password: "guest" };

/** What rabbitmqctl would otherwise be asked for: the users and their rights. */
function definitions(users: readonly RabbitMqUser[]): object {
  const vhost = "/";
  const all = users.length === 0 ? [GUEST] : users;
  return {
    users: all.map(({ username, password }) => ({ name: username, password, tags: "" })),
    vhosts: [{ name: vhost }],
    permissions: all.map(({ username: user }) => ({ user, vhost, configure: ".*", write: ".*", read: ".*" })),
    // The plugin writes a topic's "/" as ".".
    topic_permissions: all.flatMap(({ username: user, reads }) =>
      reads === undefined ? [] : [{ user, vhost, exchange: "amq.topic", write: ".*", read: reads }],
    ),
  };
}
