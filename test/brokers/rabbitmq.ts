import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { accepting, DAEMON_PATH, end, freePort, killWithUs } from "../simulator/broker/daemon";
import { FORBIDDEN, HOST, PASSWORD, USERNAME, type Server } from "./server";

/** Debian's; the one in PATH insists on a user of its own. */
const PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
/** It takes about ten seconds. */
const LONGEST_START_MS = 60_000;

export function isRabbitInstalled(): boolean {
  return existsSync(PROGRAM);
}

/** RabbitMQ with its MQTT plugin, in a node and a folder of its own. */
export class RabbitServer implements Server {
  readonly name = "RabbitMQ";
  readonly limits = { noQos2: "https://www.rabbitmq.com/docs/3.13/mqtt: QoS 2 is not supported" };
  port = 0;
  #distributionPort = 0;
  #folder = "";
  #child: ChildProcess | undefined;

  async start(): Promise<void> {
    if (this.#folder === "") {
      this.port = await freePort(HOST);
      this.#distributionPort = await freePort(HOST);
      this.#folder = mkdtempSync(join(tmpdir(), "rabbitmq-"));
      this.#configure();
    }
    const child = spawn(PROGRAM, {
      env: {
        PATH: DAEMON_PATH,
        HOME: this.#folder,
        RABBITMQ_NODENAME: `mote${process.pid}@localhost`,
        RABBITMQ_MNESIA_BASE: this.#file("mnesia"),
        RABBITMQ_LOG_BASE: this.#file("log"),
        RABBITMQ_ENABLED_PLUGINS_FILE: this.#file("plugins"),
        RABBITMQ_CONFIG_FILE: this.#file("rabbitmq.conf"),
        RABBITMQ_PID_FILE: this.#file("pid"),
        RABBITMQ_DIST_PORT: String(this.#distributionPort),
        // No port mapper, which would stay when the node is gone.
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-start_epmd false -erl_epmd_port ${this.#distributionPort}`,
      },
      // It ends when its standard input does.
      stdio: ["pipe", "ignore", "ignore"],
      cwd: this.#folder,
    });
    killWithUs(child);
    this.#child = child;
    await accepting(child, HOST, this.port, LONGEST_START_MS);
    // It accepts connections before it knows its users.
    const options = { username: USERNAME, password: PASSWORD, reconnectPeriod: 100, connectTimeout: 2_000 };
    const client = await connectAsync(`mqtt://${HOST}:${this.port}`, options);
    await client.endAsync();
  }

  async restart(): Promise<void> {
    await this.#end();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    if (this.#child !== undefined) await end(this.#child);
    this.#child = undefined;
  }

  #configure(): void {
    mkdirSync(this.#file("mnesia"));
    mkdirSync(this.#file("log"));
    writeFileSync(this.#file("plugins"), "[rabbitmq_mqtt].\n");
    const lines = [
      "listeners.tcp = none",
      `mqtt.listeners.tcp.1 = ${HOST}:${this.port}`,
      "mqtt.allow_anonymous = false",
      `load_definitions = ${this.#file("definitions.json")}`,
    ];
    writeFileSync(this.#file("rabbitmq.conf"), `${lines.join("\n")}\n`);
    const all = { user: USERNAME, vhost: "/", write: ".*" };
    const definitions = {
      users: [
        {
          name: USERNAME,
          password_hash: passwordHash(PASSWORD),
          hashing_algorithm: "rabbit_password_hashing_sha256",
          tags: [],
        },
      ],
      vhosts: [{ name: "/" }],
      permissions: [{ ...all, configure: ".*", read: ".*" }],
      // Its topics have dots where those of MQTT have slashes.
      topic_permissions: [{ ...all, exchange: "amq.topic", read: `^(?!${FORBIDDEN.replace("/", "[.]")}).*` }],
    };
    writeFileSync(this.#file("definitions.json"), JSON.stringify(definitions));
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}

/** https://www.rabbitmq.com/docs/passwords: a salt of four bytes, and SHA-256 over it and the password. */
function passwordHash(password: string): string {
  const salt = Buffer.from("mote");
  return Buffer.concat([salt, createHash("sha256").update(salt).update(password).digest()]).toString("base64");
}
