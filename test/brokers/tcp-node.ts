import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import assert from "node:assert/strict";
import { ALL_PACKETS } from "../../firmware/mqtt/all-packets";
import { type Client, type Failure, DropPolicy, type Outbox, type Loss } from "../../firmware/mqtt/record";
import { close, createClient, disconnect, open, tick } from "../../firmware/mqtt/client";
import { connectPacket, type ConnectOptions } from "../../firmware/mqtt/connect";
import { createLargeMessages } from "../../firmware/mqtt/large-messages";
import { createOutbox } from "../../firmware/mqtt/outbox";
import { createReceiver } from "../../firmware/mqtt/receive";
import { subscribePacket } from "../../firmware/mqtt/subscribe";
import { HOST, USER } from "./server";

/** Bytes cross real sockets here: what has to come is waited for, not the clock. */
export async function eventually(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (holds()) return;
    await setTimeout(5);
  }
  assert.fail(`${what} did not come within 5 s`);
}

/** What a socket of the engine takes at once. */
const TRANSMIT_BYTES = 1460;
const TICK_MS = 100;

export interface TcpNodeSettings extends Partial<ConnectOptions> {
  clientId: string;
  filters?: string[];
  qos?: 0 | 1 | 2;
}

/** Owns a client as a node does, on a TCP connection to a server of this machine. */
export class TcpNode {
  readonly client: Client;
  readonly outbox: Outbox;
  readonly messages: { topic: string; payload: string; retain: boolean }[] = [];
  readonly failures: Failure[] = [];
  /** How many topic filters the server refused, for each SUBACK and each session without one. */
  readonly readies: number[] = [];
  readonly losses: Loss[] = [];
  unsubscribed = 0;
  /** Whether the server had the session, for each CONNACK. */
  readonly sessionsPresent: boolean[] = [];
  /** More bytes were written than there was room for. */
  overruns = 0;
  /** The connection is cut in place of the next packet of this type (its upper four bits) that the server sends, … */
  cutBeforeTaking: number | undefined;
  /** … or that the client sends. */
  cutBeforeSending: number | undefined;
  readonly #port: () => number;
  readonly #receive: (bytes: string) => void;
  #socket: Socket | undefined;
  #ticks: NodeJS.Timeout | undefined;

  constructor(port: () => number, settings: TcpNodeSettings) {
    const { filters = [], qos = 0, ...connectOptions } = settings;
    const options = { cleanSession: true, keepAliveSeconds: 60, ...USER, ...connectOptions };
    this.#port = port;
    this.client = createClient(
      {
        connectPacket: () => connectPacket(options),
        cleanSession: options.cleanSession,
        subscribePacket: filters.length > 0 ? subscribePacket(filters, qos) : "",
        subscriptions: filters.length,
        keepAliveSeconds: options.keepAliveSeconds,
        receiveBytes: 512,
        receivedIds: [0, 0, 0, 0],
      },
      {
        ready: (refused) => this.readies.push(refused),
        message: (topic, payload, retain) => this.messages.push({ topic, payload, retain }),
        failed: (failure) => {
          this.failures.push(failure);
          this.cut();
        },
        unsubscribed: () => this.unsubscribed++,
      },
      {},
      { packets: ALL_PACKETS, oversizedMessages: createLargeMessages() },
    );
    const outboxOptions = { slots: 64, capacityBytes: 16_384, policy: DropPolicy.Newest, firstPacketId: 2 };
    this.outbox = createOutbox(this.client, outboxOptions, (loss) => this.losses.push(loss));
    this.#receive = createReceiver(this.client);
  }

  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** Opens a connection and waits until the session stands, or the client says why not, or the server closes it. */
  async connect(): Promise<this> {
    const answers = this.readies.length + this.failures.length;
    const socket = connect({ host: HOST, port: this.#port(), noDelay: true });
    await once(socket, "connect");
    this.#socket = socket;
    socket.on("data", (bytes) => this.#take(socket, bytes.toString("latin1")));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.#socket === socket) this.cut();
    });
    open(
      this.client,
      {
        write: (bytes) => this.#write(socket, bytes),
        roomBytes: () => TRANSMIT_BYTES - socket.writableLength,
      },
      performance.now(),
    );
    this.#ticks = setInterval(() => tick(this.client, performance.now()), TICK_MS);
    await eventually(
      () => !this.isConnected || this.readies.length + this.failures.length > answers,
      "the answer to CONNECT or SUBSCRIBE",
    );
    return this;
  }

  /** Loses the connection without DISCONNECT. */
  cut(): void {
    clearInterval(this.#ticks);
    this.#socket?.destroy();
    this.#socket = undefined;
    close(this.client);
  }

  /** Ends the connection in good order, and waits until the server has closed it. */
  async disconnect(): Promise<void> {
    const socket = this.#socket;
    assert.ok(socket !== undefined);
    const closed = once(socket, "close");
    disconnect(this.client);
    await closed;
  }

  #take(socket: Socket, bytes: string): void {
    if (this.#socket !== socket) return;
    const type = bytes.charCodeAt(0) >> 4;
    if (type === this.cutBeforeTaking) {
      this.cutBeforeTaking = undefined;
      this.cut();
      return;
    }
    if (type === 2) this.sessionsPresent.push(bytes.charCodeAt(2) === 1);
    this.#receive(bytes);
  }

  #write(socket: Socket, bytes: string): void {
    if (bytes.charCodeAt(0) >> 4 === this.cutBeforeSending) {
      this.cutBeforeSending = undefined;
      socket.destroy();
      return;
    }
    if (bytes.length > TRANSMIT_BYTES - socket.writableLength) this.overruns++;
    socket.write(bytes, "latin1", () => {
      if (this.#socket === socket) this.client.flush(this.client);
    });
  }
}
