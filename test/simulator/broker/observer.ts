import { setTimeout } from "node:timers/promises";
import type { MqttClient } from "mqtt";
import { connectAsync } from "mqtt";
import { BrokerError } from "./broker-error";
import type { PublishOptions } from "./broker";
import type { MessageLog } from "./message-log";

/** A message that has not come back from the broker after this time never will. */
const longestEchoMs = 2_000;

/** The topic of messages that only find out how far a broker is. */
const MARKER = "simulator/marker";
/** Three, and one that may have been under way already. */
const TURNS = 4;

/** A client beside the board that sees every message of a broker and publishes what it is told. */
export class Observer {
  readonly #client: MqttClient;
  #onMarker: () => void = () => {};

  private constructor(client: MqttClient) {
    this.#client = client;
  }

  /**
   * @param reconnectMs How long after the end of its connection it tries to come back; 0 where it does not
   * @throws BrokerError when the broker cannot be reached or does not let the observer in
   */
  static async connect(url: string, log: MessageLog, reconnectMs = 0): Promise<Observer> {
    const client = await join(url);
    client.options.reconnectPeriod = reconnectMs;
    client.on("error", () => {});
    const observer = new Observer(client);
    client.on("message", (topic, payload, { retain, qos }) => {
      if (topic === MARKER) observer.#onMarker();
      else log.add({ topic, payload, retain, qos });
    });
    await client.subscribeAsync("#", { qos: 2, rap: true, rh: 2 });
    return observer;
  }

  /** Resolves once the broker has passed the message on. @throws Error while it is away */
  async publish(topic: string, payload: string | Buffer, options: PublishOptions = {}): Promise<void> {
    if (!this.#client.connected) throw new Error(`cannot publish on ${topic}: the broker is away`);
    const { retain = false, qos = 0 } = options;
    const echo = new Promise<void>((resolve) => {
      const heard = (heardTopic: string, heardPayload: Buffer): void => {
        if (heardTopic !== topic || !heardPayload.equals(Buffer.from(payload))) return;
        this.#client.off("message", heard);
        resolve();
      };
      this.#client.on("message", heard);
    });
    await this.#client.publishAsync(topic, payload, { retain, qos });
    await Promise.race([echo, setTimeout(longestEchoMs, undefined, { ref: false })]);
  }

  /**
   * Resolves once the broker has dealt with everything that had reached it. It serves its clients in turns: one to accept a
   * connection, one to read from it, one to answer. A marker of ours comes back once a turn.
   */
  async brokerIsThrough(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) {
      const marker = new Promise<void>((resolve) => {
        this.#onMarker = resolve;
      });
      await this.#client.publishAsync(MARKER, "");
      await marker;
    }
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

async function join(url: string): Promise<MqttClient> {
  const settings = { reconnectPeriod: 0, connectTimeout: 5_000 };
  try {
    // MQTT 5 where there is it: only there a subscriber learns which messages were published to be retained.
    return await connectAsync(url, { ...settings, protocolVersion: 5 }, false).catch((error: unknown) => {
      if (!String(error).includes("protocol version")) throw error;
      return connectAsync(url, { ...settings, protocolVersion: 4 }, false);
    });
  } catch (error) {
    const reason = error instanceof Error && error.message !== "" ? error.message : "no answer";
    throw new BrokerError(
      `cannot join the broker at ${withoutPassword(url)} (${reason}): is it running, is the URL right?`,
    );
  }
}

/** The URL as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}
