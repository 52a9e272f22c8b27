import { generate, parser, type Packet } from "mqtt-packet";
import {
  close,
  createClient,
  open,
  tick,
  type Client,
  type ClientEvents,
  type ClientOptions,
  type Failure,
} from "../../../firmware/mqtt/client";
import { QOS0 } from "../../../firmware/mqtt/qos0";
import { receive } from "../../../firmware/mqtt/receive";

/** A packet as the wire has it, made by mqtt-packet. */
export function wire(packet: Packet): string {
  return generate(packet).toString("latin1");
}

/** Bytes written as numbers, for packets that no generator would make. */
export function bytes(...values: number[]): string {
  return String.fromCharCode(...values);
}

export const CONNECT = wire({
  cmd: "connect",
  protocolId: "MQTT",
  protocolVersion: 4,
  clean: true,
  clientId: "n",
  keepalive: 60,
});
export const SUBSCRIBE = wire({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "a/set", qos: 0 }] });
export const CONNACK = bytes(0x20, 2, 0, 0);
export const SUBACK = bytes(0x90, 3, 0, 1, 0);
export const PINGRESP = bytes(0xd0, 0);

/** Owns a client as a node does, and remembers what it said. */
export class Owner implements ClientEvents {
  readonly client: Client;
  readonly sent: string[] = [];
  readonly messages: { topic: string; payload: string; retain: boolean }[] = [];
  readonly failures: Failure[] = [];
  readonly readies: number[] = [];
  readonly known = new Set(["a/set"]);
  hasRoom = true;
  nowMs = 0;

  constructor(options: Partial<ClientOptions> = {}) {
    this.client = createClient(
      {
        connectPacket: CONNECT,
        subscribePacket: SUBSCRIBE,
        subscriptions: 1,
        keepAliveSeconds: 60,
        receiveBytes: 128,
        ...options,
      },
      this,
      QOS0,
    );
  }

  send(packet: string): boolean {
    if (this.hasRoom) {
      this.sent.push(packet);
    }
    return this.hasRoom;
  }

  ready(refusedSubscriptions: number): void {
    this.readies.push(refusedSubscriptions);
  }

  message(topic: string, payload: string, retain: boolean): boolean {
    this.messages.push({ topic, payload, retain });
    return this.known.has(topic);
  }

  failed(failure: Failure): void {
    this.failures.push(failure);
    close(this.client);
  }

  /** Opens the connection and has everything answered. */
  connect(): this {
    open(this.client, this.nowMs);
    receive(this.client, CONNACK);
    receive(this.client, SUBACK);
    return this;
  }

  /** Lets a second pass, as often as asked. */
  seconds(count: number): void {
    for (let i = 0; i < count; i++) {
      this.nowMs += 1000;
      tick(this.client, this.nowMs);
    }
  }

  /** What was sent, read by mqtt-packet. */
  packets(): Packet[] {
    const packets: Packet[] = [];
    const reader = parser({ protocolVersion: 4 });
    reader.on("packet", (packet) => packets.push(packet));
    reader.on("error", (error) => {
      throw error;
    });
    for (const packet of this.sent) {
      reader.parse(Buffer.from(packet, "latin1"));
    }
    return packets;
  }
}

/** The ways a stream can be cut: whole, byte by byte, in twos and threes. */
export const CUTS: { name: string; cut: (stream: string) => string[] }[] = [
  { name: "whole", cut: (stream) => [stream] },
  ...[1, 2, 3, 7].map((size) => ({
    name: `in pieces of ${size}`,
    cut: (stream: string) => stream.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [],
  })),
];
