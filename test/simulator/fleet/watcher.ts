import { setTimeout } from "node:timers/promises";
import { connect, connectAsync, type MqttClient } from "mqtt";
import { UserError } from "../../../scripts/lib/user-error";
import type { FleetBroker, Login } from "./brokers";

/** How soon it is back after a broker is. */
const RECONNECT_MS = 100;
const CONNECT_TIMEOUT_MS = 5_000;
/** How long a broker has to let it in: one that runs, and one that has yet to agree with others of its cluster. */
const LONGEST_JOIN_MS = 10_000;
const LONGEST_CLUSTER_MS = 60_000;
/** How many topics are asked for with one packet. */
const TOPICS_A_PACKET = 100;

/** When nothing has come for so long, nothing more is retained: a broker sends that with SUBACK, or behind it. */
const RETAINED_QUIET_MS = 500;

/** What is told by a watcher. */
export interface Watch {
  message(topic: string, payload: string, isRetained: boolean): void;
  /** Whether it hears what passes the broker. */
  isHearing(isHearing: boolean): void;
}

/** A client of a broker that hears all that a fleet says there, and comes back whenever it was thrown off. */
export class Watcher {
  readonly #client: MqttClient;
  #isHearing = false;
  #heard: (() => void) | undefined;
  #problem = "no answer";
  readonly #name: string;
  readonly #longestMs: number;

  constructor({ host, port, name, process }: FleetBroker, login: Login, filters: readonly string[], watch: Watch) {
    this.#client = connect(addressOf(host, port), {
      ...login,
      reconnectPeriod: RECONNECT_MS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      resubscribe: false,
    });
    const client = this.#client;
    this.#name = name;
    this.#longestMs = process === undefined ? LONGEST_JOIN_MS : LONGEST_CLUSTER_MS;
    client.on("error", ({ message }) => (this.#problem = message === "" ? this.#problem : message));
    client.on("message", (topic, payload, { retain }) => watch.message(topic, payload.toString(), retain));
    client.on("connect", () => {
      client.subscribe([...filters], { qos: 2 }, (error) => {
        if (error || !client.connected) return;
        this.#isHearing = true;
        this.#heard?.();
        watch.isHearing(true);
      });
    });
    client.on("close", () => {
      if (!this.#isHearing) return;
      this.#isHearing = false;
      watch.isHearing(false);
    });
  }

  /** Resolves once it hears what passes the broker. @throws UserError where it is not let in */
  async hearing(): Promise<void> {
    if (this.#isHearing) return;
    const heard = new Promise<true>((resolve) => (this.#heard = () => resolve(true)));
    if ((await Promise.race([heard, setTimeout(this.#longestMs, false, { ref: false })])) === true) return;
    throw new UserError(
      `${this.#name} lets nobody in who wants to hear what a fleet says (${this.#problem}): is it running, and are the user and the password of the board file right?`,
    );
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/**
 * What a broker has retained on some topics. Each is asked for by itself: RabbitMQ gives none on wildcards.
 * @returns by topic
 * @throws Error where the broker does not let this one in
 */
export async function retainedOn(
  { host, port }: FleetBroker,
  login: Login,
  topics: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const settings = { ...login, reconnectPeriod: 0, connectTimeout: CONNECT_TIMEOUT_MS };
  const client = await connectAsync(addressOf(host, port), settings, false);
  let lastMs = 0;
  client.on("error", () => {});
  client.on("message", (topic, payload, { retain }) => {
    if (retain) found.set(topic, payload.toString());
    lastMs = performance.now();
  });
  try {
    for (let at = 0; at < topics.length; at += TOPICS_A_PACKET) {
      await client.subscribeAsync(topics.slice(at, at + TOPICS_A_PACKET), { qos: 0 });
    }
    lastMs = performance.now();
    while (performance.now() - lastMs < RETAINED_QUIET_MS && found.size < topics.length) {
      await setTimeout(RETAINED_QUIET_MS / 5);
    }
  } finally {
    await client.endAsync(true);
  }
  return found;
}

function addressOf(host: string, port: number): string {
  return `mqtt://${host}:${port}`;
}
