import { generate, parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import type { Link, Network } from "../network/network";

/** A small MQTT client on a board's link, for tests of networks and brokers: it says what it is told and keeps what it hears. */
export class PlainClient {
  readonly packets: Packet[] = [];
  readonly link: Link;
  readonly #network: Network;
  readonly #parser = parser();
  #nowMs: number;

  /** Connects the link; no packet is sent. @throws Error when the connect fails */
  constructor(network: Network, nowMs = 0, host = "broker", port = 1883) {
    const outcome = network.connect(host, port, nowMs);
    if ("failure" in outcome) throw new Error(outcome.failure);
    this.link = outcome.link;
    this.#network = network;
    this.#nowMs = nowMs;
    this.#parser.on("packet", (packet) => this.packets.push(packet));
  }

  send(packet: Packet): void {
    this.link.write(generate(packet).toString("latin1"), this.#nowMs);
  }

  /** Lets the other side deal with everything, moves the clock to `nowMs` and reads what has arrived by then. */
  async until(nowMs = this.#nowMs): Promise<void> {
    await this.#network.settle();
    this.#nowMs = nowMs;
    for (;;) {
      const bytes = this.link.read(536, nowMs);
      if (bytes === "") return;
      this.#parser.parse(Buffer.from(bytes, "latin1"));
    }
  }

  /** CONNECT, and everything up to its CONNACK. */
  async connect(settings: { clientId?: string; keepalive?: number; will?: WillSettings } = {}): Promise<void> {
    const { clientId = "plain", keepalive = 60, will } = settings;
    this.send({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clean: true,
      clientId,
      keepalive,
      ...(will === undefined ? {} : { will: { qos: 0, retain: true, ...will } }),
    });
    await this.until();
  }

  async subscribe(topic: string): Promise<void> {
    this.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 0 }] });
    await this.until();
  }

  publish(topic: string, payload: string, retain = false): void {
    this.send({ cmd: "publish", topic, payload, retain, qos: 0, dup: false });
  }

  /** The application messages heard so far, as "topic payload". */
  heard(): string[] {
    return this.packets
      .filter((packet) => packet.cmd === "publish")
      .map((packet) => `${packet.topic} ${packet.payload}`);
  }
}

interface WillSettings {
  topic: string;
  payload: Buffer;
}
