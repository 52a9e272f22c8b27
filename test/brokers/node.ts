import { connect, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { ALL_PACKETS } from "../../firmware/mqtt/all-packets";
import {
  ClientState,
  close,
  createClient,
  disconnect,
  open,
  tick,
  type Client,
  type Failure,
} from "../../firmware/mqtt/client";
import { connectPacket, type Will } from "../../firmware/mqtt/connect";
import { createLargeMessages } from "../../firmware/mqtt/large-messages";
import { createOutbox, DropPolicy, type FixedOutbox, type Loss } from "../../firmware/mqtt/outbox";
import { createReceiver } from "../../firmware/mqtt/receive";
import { subscribePacket } from "../../firmware/mqtt/subscribe";
import { HOST, PASSWORD, USERNAME } from "./server";

export interface NodeSettings {
  clientId: string;
  cleanSession?: boolean;
  password?: string;
  will?: Will;
  /** Topic filters, all at `subscribeQos`. */
  filters?: string[];
  subscribeQos?: 0 | 1 | 2;
}

const RECEIVE_BYTES = 512;
const TRANSMIT_BYTES = 1024;
const LONGEST_MS = 10_000;

/** The client on a socket of this machine, as a board has it on one of its own. */
export class Node {
  readonly client: Client;
  readonly outbox: FixedOutbox;
  readonly messages: { topic: string; payload: string; retain: boolean }[] = [];
  readonly readies: number[] = [];
  readonly failures: Failure[] = [];
  readonly losses: Loss[] = [];
  unsubscribed = 0;
  readonly #port: number;
  readonly #receive: (bytes: string) => void;
  #socket: Socket | undefined;

  constructor(port: number, settings: NodeSettings) {
    const { clientId, cleanSession = true, password = PASSWORD, will, filters = [], subscribeQos = 0 } = settings;
    this.#port = port;
    this.client = createClient(
      {
        connectPacket: connectPacket({
          clientId,
          cleanSession,
          keepAliveSeconds: 60,
          username: USERNAME,
          password,
          ...(will && { will }),
        }),
        cleanSession,
        subscribePacket: filters.length > 0 ? subscribePacket(filters, subscribeQos) : "",
        subscriptions: filters.length,
        keepAliveSeconds: 60,
        receiveBytes: RECEIVE_BYTES,
        receivedIds: new Array<number>(20).fill(0),
      },
      {
        ready: (refused) => this.readies.push(refused),
        message: (topic, payload, retain) => this.messages.push({ topic, payload, retain }),
        failed: (failure) => {
          this.failures.push(failure);
          this.#socket?.destroy();
        },
        unsubscribed: () => this.unsubscribed++,
      },
      {},
      ALL_PACKETS,
      createLargeMessages({}),
    );
    this.outbox = createOutbox(
      this.client,
      { slots: 64, capacityBytes: 16_384, policy: DropPolicy.Newest, firstPacketId: 2 },
      (loss) => this.losses.push(loss),
    );
    this.#receive = createReceiver(this.client);
  }

  /** Opens a network connection; resolves when the session is ready, or it is closed. */
  async connect(): Promise<this> {
    const socket = connect({ host: HOST, port: this.#port, noDelay: true });
    this.#socket = socket;
    const known = this.readies.length;
    socket.on("connect", () =>
      open(
        this.client,
        {
          write: (bytes) => void socket.write(bytes, "latin1"),
          roomBytes: () => TRANSMIT_BYTES - socket.writableLength,
        },
        performance.now(),
      ),
    );
    socket.on("data", (bytes) => {
      if (this.#socket === socket) this.#receive(bytes.toString("latin1"));
    });
    socket.on("drain", () => this.client.flush(this.client));
    socket.on("error", () => {});
    socket.on("close", () => {
      if (this.#socket === socket) close(this.client);
    });
    await this.until(() => this.readies.length > known || socket.destroyed, "the session");
    return this;
  }

  /** Ends the network connection without a word. */
  cut(): void {
    this.#socket?.destroy();
    close(this.client);
  }

  /** Says DISCONNECT and ends the network connection. */
  leave(): void {
    disconnect(this.client);
    this.#socket?.end();
  }

  get isReady(): boolean {
    return this.client.state === ClientState.Ready;
  }

  /** The payloads that came on a topic. */
  heard(topic: string): string[] {
    return this.messages.filter((message) => message.topic === topic).map(({ payload }) => payload);
  }

  /** @throws Error when something did not come about in ten seconds */
  async until(holds: () => boolean, what: string): Promise<void> {
    const startMs = performance.now();
    while (!holds()) {
      tick(this.client, performance.now());
      if (performance.now() - startMs > LONGEST_MS) throw new Error(`${what} did not come within ${LONGEST_MS} ms`);
      await setTimeout(2);
    }
  }
}
