import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Daemon, freePorts, keepFolderUntilExit, removeFolder } from "../simulator/broker/daemon";
import { FORBIDDEN, HOST, USER, type Server } from "./server";

/** Not the one in /usr/sbin, which insists on the user rabbitmq. */
const PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
/** It takes 5 to 10 s on two cores. */
const longestStartMs = 60_000;

export function isRabbitMqInstalled(): boolean {
  try {
    accessSync(PROGRAM, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A RabbitMQ with its MQTT plugin and with everything it writes in a temporary folder. Erlang's port mapper, which it would
 * start and leave behind, is a process of ours.
 */
export class RabbitMqServer implements Server {
  port = 0;
  #folder = "";
  #runs = 0;
  #mapperPort = 0;
  #distributionPort = 0;
  #mapper: Daemon | undefined;
  #daemon: Daemon | undefined;

  async start(): Promise<void> {
    const [mqtt = 0, amqp = 0, distribution = 0, mapper = 0] = await freePorts(HOST, 4);
    this.port = mqtt;
    this.#distributionPort = distribution;
    this.#mapperPort = mapper;
    this.#folder = mkdtempSync(join(tmpdir(), "rabbitmq-"));
    keepFolderUntilExit(this.#folder);
    for (const name of ["home", "mnesia", "log"]) mkdirSync(join(this.#folder, name));
    this.#write("enabled_plugins", "[rabbitmq_mqtt].\n");
    this.#write("definitions.json", JSON.stringify(definitions()));
    this.#write(
      "rabbitmq.conf",
      [
        `listeners.tcp.1 = ${HOST}:${amqp}`,
        `mqtt.listeners.tcp.1 = ${HOST}:${mqtt}`,
        "mqtt.allow_anonymous = false",
        `distribution.listener.interface = ${HOST}`,
        `load_definitions = ${join(this.#folder, "definitions.json")}`,
      ].join("\n") + "\n",
    );
    this.#mapper = new Daemon("epmd", ["-port", String(mapper), "-address", HOST], this.#folder);
    await this.#mapper.accepting(HOST, mapper, longestStartMs);
    await this.#run();
  }

  async restart(): Promise<void> {
    await this.#daemon?.end();
    await this.#run();
  }

  async stop(): Promise<void> {
    // Nothing of it is needed any more, and to end in good order takes it seconds.
    await this.#daemon?.endAtOnce();
    await this.#mapper?.endAtOnce();
    removeFolder(this.#folder);
  }

  async #run(): Promise<void> {
    const inFolder = (name: string): string => join(this.#folder, name);
    const log = inFolder(`run-${++this.#runs}.log`);
    this.#daemon = new Daemon(PROGRAM, [], this.#folder, {
      HOME: inFolder("home"),
      RABBITMQ_NODENAME: `mote-${this.port}@localhost`,
      RABBITMQ_CONF_ENV_FILE: inFolder("none.conf"),
      RABBITMQ_CONFIG_FILE: inFolder("rabbitmq.conf"),
      RABBITMQ_ADVANCED_CONFIG_FILE: inFolder("none.config"),
      RABBITMQ_ENABLED_PLUGINS_FILE: inFolder("enabled_plugins"),
      RABBITMQ_MNESIA_BASE: inFolder("mnesia"),
      RABBITMQ_LOG_BASE: inFolder("log"),
      RABBITMQ_LOGS: log,
      RABBITMQ_PID_FILE: inFolder("pid"),
      RABBITMQ_DIST_PORT: String(this.#distributionPort),
      ERL_EPMD_PORT: String(this.#mapperPort),
      ERL_EPMD_ADDRESS: HOST,
    });
    await this.#daemon.accepting(HOST, this.port, longestStartMs);
    await startupComplete(log);
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }
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

/** What rabbitmqctl would otherwise be asked for: the user and its rights. */
function definitions(): object {
  const user = USER.username;
  const vhost = "/";
  return {
    users: [{ name: user, password: USER.password, tags: "" }],
    vhosts: [{ name: vhost }],
    permissions: [{ user, vhost, configure: ".*", write: ".*", read: ".*" }],
    // The plugin writes a topic's "/" as ".".
    topic_permissions: [{ user, vhost, exchange: "amq.topic", write: ".*", read: `^(?!${FORBIDDEN}\\.)` }],
  };
}
