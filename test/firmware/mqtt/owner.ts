import { generate, parser, type Packet } from "mqtt-packet";
import { ALL_PACKETS } from "../../../firmware/mqtt/all-packets";
import {
  type Client,
  type ClientEvents,
  type ClientOptions,
  type Failure,
  type Routes,
  type Handlers,
  type OversizedMessages,
  DropPolicy,
  type Loss,
  type Outbox,
  type OutboxOptions,
} from "../../../firmware/mqtt/record";
import { close, createClient, open, tick } from "../../../firmware/mqtt/client";
import { createLargeMessages } from "../../../firmware/mqtt/large-messages";
import { createOutbox } from "../../../firmware/mqtt/outbox";
import { createReceiver } from "../../../firmware/mqtt/receive";

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

/** The length of a byte string in front of it, as topics stand in packets. */
export function field(topic: string): string {
  const text = Buffer.from(topic);
  return String.fromCharCode(text.length >> 8, text.length & 255) + text.toString("latin1");
}

export interface OwnerSettings {
  options?: Partial<ClientOptions>;
  /** ALL_PACKETS unless given. */
  packets?: Handlers;
  /** No outbox unless given. */
  outbox?: Partial<OutboxOptions>;
  /** Topics that have a route; "a/set" unless given. */
  routes?: string[];
  /** What skips larger messages: that for every QoS unless given. */
  oversizedMessages?: OversizedMessages;
}

/** Owns a client as a node does, and remembers what it said. */
export class Owner {
  readonly client: Client;
  readonly outbox: Outbox | undefined;
  readonly receive: (bytes: string) => void;
  /** What was written on the connection that stands, or stood last; piece by piece. */
  sent: string[] = [];
  /** Messages that arrived, by a route or without one. */
  readonly messages: { topic: string; payload: string; retain: boolean }[] = [];
  /** Those of them that came without a route. */
  readonly strays: string[] = [];
  readonly failures: Failure[] = [];
  readonly readies: number[] = [];
  readonly losses: Loss[] = [];
  unsubscribed = 0;
  /** What `roomBytes` tells, less `pending`. */
  room = 1_000_000;
  /** Bytes that still wait for the network. */
  /** Topic filters on which the server granted less than was asked for. */
  readonly lessGranted: [string, number][] = [];
  pending = 0;
  /** Whether what is written waits until `drain`; otherwise the network takes it at once. */
  isSlow = false;
  /** The most that ever waited. */
  mostPending = 0;
  nowMs = 0;

  constructor(settings: OwnerSettings = {}) {
    const routes: Routes = {};
    for (const topic of settings.routes ?? ["a/set"]) {
      routes[field(topic)] = (payload, retain) => this.messages.push({ topic, payload, retain });
    }
    const events: ClientEvents = {
      ready: (refused) => this.readies.push(refused),
      lessGranted: (filterField, qos) => this.lessGranted.push([filterField.slice(2), qos]),
      message: (topic, payload, retain) => {
        this.strays.push(topic);
        this.messages.push({ topic, payload, retain });
      },
      failed: (failure) => this.failures.push(failure),
      unsubscribed: () => this.unsubscribed++,
    };
    this.client = createClient(
      {
        connectPacket: () => CONNECT,
        cleanSession: true,
        subscribePacket: SUBSCRIBE,
        subscriptions: 1,
        keepAliveSeconds: 60,
        receiveBytes: 256,
        receivedIds: [0, 0, 0, 0],
        ...settings.options,
      },
      events,
      routes,
      {
        packets: settings.packets ?? ALL_PACKETS,
        oversizedMessages: settings.oversizedMessages ?? createLargeMessages(),
      },
    );
    if (settings.outbox !== undefined) {
      const options = {
        slots: 4,
        capacityBytes: 4096,
        policy: DropPolicy.Newest,
        firstPacketId: 2,
        ...settings.outbox,
      };
      this.outbox = createOutbox(this.client, options, (loss) => this.losses.push(loss));
    }
    this.receive = createReceiver(this.client);
  }

  /** A network connection stands. */
  open(): this {
    this.sent = [];
    this.pending = 0;
    const sent = this.sent;
    open(
      this.client,
      {
        write: (bytes) => {
          if (bytes.length > this.room) throw new Error(`${bytes.length} bytes written, room for ${this.room}`);
          sent.push(bytes);
          if (this.isSlow) this.pending += bytes.length;
          this.mostPending = Math.max(this.mostPending, this.pending);
        },
        roomBytes: () => this.room - this.pending,
      },
      this.nowMs,
    );
    return this;
  }

  /** Opens the connection and has everything answered. */
  connect(sessionPresent = false): this {
    this.open();
    this.receive(bytes(0x20, 2, sessionPresent ? 1 : 0, 0));
    if (this.client.options.subscribePacket.length > 0) {
      this.receive(
        bytes(0x90, 2 + this.client.options.subscriptions, 0, 1) + "\0".repeat(this.client.options.subscriptions),
      );
    }
    return this;
  }

  close(): this {
    close(this.client);
    return this;
  }

  /** The network takes all that waits, as often as more follows. */
  drain(): void {
    for (let i = 0; i < 10_000 && this.pending > 0; i++) {
      this.pending = 0;
      this.client.flush(this.client);
    }
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
