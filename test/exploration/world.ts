import { ALL_PACKETS } from "../../firmware/mqtt/all-packets";
import { Failure, type Client, DropPolicy, type Outbox, PublishStatus } from "../../firmware/mqtt/record";
import { close, createClient, open, tick } from "../../firmware/mqtt/client";
import {
  beginConstants,
  createConstantStream,
  sendConstants,
  type ConstantStream,
} from "../../firmware/mqtt/constant-packets";
import { createOutbox } from "../../firmware/mqtt/outbox";
import { CONSTANT_PACKETS } from "../../firmware/mqtt/packets";
import { createPublisher, type Publisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { createReceiver } from "../../firmware/mqtt/receive";
import { SKIP_OVERSIZED } from "../../firmware/mqtt/skip";
import { begin, createLaws, sends, takes, type Laws } from "./laws";
import { createServer, forget, publishTo, serve, type Server } from "./server";
import { describe, packetBytes, type Packet } from "./wire";

/** What can happen next. */
export type Action =
  | "publish 0"
  | "publish 1"
  | "publish 2"
  | "server publishes 1"
  | "server publishes 2"
  | "to server"
  | "to client"
  | "half to client"
  | "network takes"
  | "lose connection"
  | "connect"
  | "server forgets"
  | "timeout";

/** How large a world is, and so how many states it has. */
export interface Size {
  /** Which actions there are besides connecting, losing and delivering. */
  actions: readonly Action[];
  /** Messages published by the client and by the server. */
  publishes: number;
  serverPublishes: number;
  outboxSlots: number;
  receiveSlots: number;
  /** Bytes that wait for the network at most. */
  transmitBytes: number;
  /** Whether a constant packet leaves in parts on each new connection, before all else. */
  isAnnounced?: boolean;
}

/** A message that the client took: its payload is its number. */
interface Taken {
  payload: string;
  qos: number;
}

/** Everything beside the client and its outbox; plain data, so that it can be copied. */
export interface Surroundings {
  server: Server;
  laws: Laws;
  isConnected: boolean;
  toServer: Packet[];
  /** The beginning of a packet that is being sent in parts. */
  unfinished: string;
  toClient: Packet[];
  /** The rest of the packet of which the client has the first half, and the whole. */
  rest: string;
  halved: Packet;
  pendingBytes: number;
  taken: Taken[];
  serverMessages: { payload: string; qos: number; isForgotten: boolean }[];
  /** Payloads that the client handed on. */
  handedOn: string[];
  losses: number;
}

/** The constant packet, with a payload of 65 bytes, in parts; behind the last one stands the empty one. */
const CONSTANT_PARTS = ["3\x46\0\x01c\0\x02c", "c".repeat(32), "c".repeat(32), ""];
const CONNECT = "\x10\x0d\0\x04MQTT\x04\0\0\0\0\x01c";

/** CONNACK of a server that has no session of the client. */
const NO_SESSION = "\x20\x02\0\0";

/** A client, a server, and the network between them, in which nothing happens but what `act` is told. */
export class World {
  readonly client: Client;
  readonly outbox: Outbox;
  readonly stream: ConstantStream;
  readonly receivedIds: number[];
  readonly receive: (bytes: string) => void;
  s: Surroundings;
  /** What a seeded fault changes on the way out; see faults.ts. */
  onWrite = (bytes: string): string => bytes;
  /** The same, when a connection is about to end, and when the next has begun. */
  onEnd = (): void => {};
  onBegin = (): void => {};
  readonly #publishers: Publisher[];

  constructor(readonly size: Size) {
    this.s = {
      server: createServer(),
      laws: createLaws(),
      isConnected: false,
      toServer: [],
      unfinished: "",
      toClient: [],
      rest: "",
      halved: "",
      pendingBytes: 0,
      taken: [],
      serverMessages: [],
      handedOn: [],
      losses: 0,
    };
    this.receivedIds = new Array<number>(size.receiveSlots).fill(0);
    this.client = createClient(
      {
        connectPacket: () => CONNECT,
        subscribePacket: "",
        subscriptions: 0,
        keepAliveSeconds: 0,
        cleanSession: false,
        receiveBytes: 192,
        receivedIds: this.receivedIds,
      },
      {
        ready: () => this.#announce(),
        message: (_topic, payload) => this.s.handedOn.push(payload),
        failed: (failure) => this.#failed(failure),
      },
      {},
      { packets: { ...ALL_PACKETS, ...CONSTANT_PACKETS }, oversizedMessages: SKIP_OVERSIZED },
    );
    this.outbox = createOutbox(
      this.client,
      { slots: size.outboxSlots, capacityBytes: 200, policy: DropPolicy.Newest, firstPacketId: 3 },
      () => this.s.losses++,
    );
    this.stream = createConstantStream(this.client, {
      packets: 1,
      parts: CONSTANT_PARTS.length,
      part: (index) => CONSTANT_PARTS[index]!,
    });
    this.receive = createReceiver(this.client);
    this.#publishers = [createPublisher, createQos1Publisher, createQos2Publisher].map((create) =>
      create(this.client, "\0\x01c", false),
    );
  }

  /** What can happen now. */
  possible(): Action[] {
    const { s, size, client } = this;
    const can: Record<Action, boolean> = {
      "publish 0": s.taken.length < size.publishes,
      "publish 1": s.taken.length < size.publishes,
      "publish 2": s.taken.length < size.publishes,
      "server publishes 1": s.server.hasSession && s.serverMessages.length < size.serverPublishes,
      "server publishes 2": s.server.hasSession && s.serverMessages.length < size.serverPublishes,
      "to server": s.toServer.length > 0,
      "to client": s.toClient.length > 0 || s.rest !== "",
      "half to client": s.toClient.length > 0 && s.rest === "",
      "network takes": s.pendingBytes > 0 || this.isDue,
      "lose connection": s.isConnected,
      connect: !s.isConnected,
      "server forgets": !s.isConnected && s.server.hasSession,
      timeout: s.isConnected && (client.awaited > 0 || this.isUnderWay),
    };
    return size.actions.filter((action) => can[action]);
  }

  act(action: Action): void {
    const { s, client } = this;
    switch (action) {
      case "publish 0":
      case "publish 1":
      case "publish 2": {
        const qos = Number(action.at(-1));
        this.#take(qos, (payload) => this.#publishers[qos]!(payload));
        break;
      }
      case "server publishes 1":
      case "server publishes 2": {
        const qos = action === "server publishes 1" ? 1 : 2;
        const payload = `s${s.serverMessages.length}`;
        s.serverMessages.push({ payload, qos, isForgotten: false });
        s.toClient.push(...publishTo(s.server, payload, qos));
        break;
      }
      case "to server":
        s.toClient.push(...serve(s.server, s.toServer.shift()!));
        break;
      case "to client":
        this.#deliver();
        break;
      case "half to client": {
        s.halved = s.toClient.shift()!;
        s.rest = s.halved.slice(s.halved.length >> 1);
        this.receive(s.halved.slice(0, s.halved.length >> 1));
        break;
      }
      case "network takes":
        s.pendingBytes = 0;
        client.flush(client);
        sendConstants(this.stream);
        break;
      case "lose connection":
        this.#end();
        break;
      case "connect":
        s.isConnected = true;
        begin(s.laws);
        open(client, { write: this.#write, roomBytes: this.#roomBytes }, client.nowMs);
        this.onBegin();
        break;
      case "server forgets":
        this.#forget();
        break;
      case "timeout":
        tick(client, client.nowMs + 31_000);
        break;
    }
  }

  /** Whether anything waits for room. */
  get isDue(): boolean {
    return this.client.waiting !== "" || this.outbox.unsent > 0 || this.outbox.releasesDue > 0 || this.stream.left > 0;
  }

  /** Whether an acknowledgement is due. */
  get isUnderWay(): boolean {
    return this.outbox.packets.length > this.outbox.unsent + this.outbox.releasesDue;
  }

  #announce(): void {
    if (this.size.isAnnounced !== true) return;
    beginConstants(this.stream, true);
    sendConstants(this.stream);
  }

  #take(qos: number, publish: (payload: string) => PublishStatus): void {
    const payload = String(this.s.taken.length).padStart(2, "0");
    // Refused or not, the next one has another number.
    const index = this.s.taken.push({ payload, qos }) - 1;
    const status = publish(payload);
    if (status >= PublishStatus.NotConnected) this.s.taken[index]!.qos = -1;
  }

  #deliver(): void {
    const { s } = this;
    const packet = s.rest === "" ? s.toClient.shift()! : s.halved;
    const bytes = s.rest === "" ? packet : s.rest;
    s.rest = "";
    s.halved = "";
    takes(s.laws, packet);
    this.receive(bytes);
    sendConstants(this.stream);
  }

  readonly #roomBytes = (): number => this.size.transmitBytes - this.s.pendingBytes;

  readonly #write = (bytes: string): void => {
    const { s } = this;
    if (bytes.length > this.#roomBytes() && s.laws.broken === "") {
      s.laws.broken = `${bytes.length} bytes written where there is room for ${this.#roomBytes()}`;
    }
    s.pendingBytes += bytes.length;
    s.unfinished += this.onWrite(bytes);
    for (let size = packetBytes(s.unfinished); size !== undefined && s.unfinished.length >= size;) {
      const packet = s.unfinished.slice(0, size);
      s.unfinished = s.unfinished.slice(size);
      sends(s.laws, packet);
      s.toServer.push(packet);
      size = packetBytes(s.unfinished);
    }
  };

  #failed(failure: Failure): void {
    if (failure === Failure.ProtocolViolation && this.s.laws.broken === "") {
      this.s.laws.broken = "the client says that the server broke the protocol";
    }
    this.#end();
  }

  #forget(): void {
    forget(this.s.server);
    for (const message of this.s.serverMessages) message.isForgotten = true;
  }

  /** The connection is gone, with all that was on its way. */
  #end(): void {
    const { s } = this;
    if (s.toClient.includes(NO_SESSION) || s.halved === NO_SESSION) {
      // MQTT 3.1.1 has no way to tell a client later that the session is a new one: here such a session is not kept.
      this.#forget();
    }
    s.isConnected = false;
    s.server.isConnected = false;
    s.toServer = [];
    s.toClient = [];
    s.unfinished = "";
    s.rest = "";
    s.halved = "";
    s.pendingBytes = 0;
    this.onEnd();
    close(this.client);
  }

  /** What is wrong with the state as it is, if anything is. */
  problem(): string | undefined {
    const { s, outbox, client } = this;
    if (s.isConnected && s.laws.isPassedOver && !client.isOverrun)
      return "a message that had a slot is not acknowledged";
    if (s.laws.broken !== "") return s.laws.broken;
    const { packets, ids: packetIds, released, releasesDue, unsent, repeated } = outbox;
    if (packets.length > this.size.outboxSlots) return `${packets.length} messages in ${this.size.outboxSlots} slots`;
    if (packetIds.length !== packets.length) return `${packetIds.length} identifiers of ${packets.length} messages`;
    const bytes = packets.reduce((sum, packet) => sum + packet.length, 0);
    if (bytes !== outbox.bytes) return `the outbox counts ${outbox.bytes} bytes and holds ${bytes}`;
    if (
      [releasesDue, released - releasesDue, repeated, unsent - repeated].some((count) => count < 0) ||
      released + unsent > packets.length
    ) {
      return `of ${packets.length} messages ${released} released (${releasesDue} due), ${unsent} unsent (${repeated} again)`;
    }
    if (packets.some((packet, i) => (packet === "") !== i < released))
      return "what is released does not stand in front";
    const used = packetIds.filter((id) => id !== "");
    if (new Set(used).size !== used.length) return "two messages have one identifier";
    if (packetIds.some((id, i) => id === "" && i < packets.length - unsent))
      return "a message of QoS 0 stays after it left";
    const ids = this.receivedIds.filter((id) => id > 0);
    if (new Set(ids).size !== ids.length) return `an identifier is remembered twice: ${ids.join(", ")}`;
    return undefined;
  }

  /** Everything by which the future of this world can differ from that of another. */
  key(): string {
    const { client, outbox, stream } = this;
    return JSON.stringify([
      [
        client.state,
        client.credit > 0,
        client.isFlowing,
        client.awaited,
        client.isHeld,
        client.waiting,
        client.partial,
      ],
      [client.neededBytes, client.oversizedBytes, client.isOverrun],
      [outbox.packets, outbox.ids, outbox.nextPacketId],
      [outbox.released, outbox.releasesDue, outbox.unsent, outbox.repeated],
      [stream.left, stream.next, stream.following, stream.isDuplicate],
      this.receivedIds,
      this.s,
    ]);
  }

  /** A copy of all that changes, for `restore`. */
  save(): Saved {
    return {
      client: { ...this.client },
      outbox: { ...this.outbox, packets: [...this.outbox.packets], ids: [...this.outbox.ids] },
      stream: { ...this.stream },
      receivedIds: [...this.receivedIds],
      s: JSON.stringify(this.s),
    };
  }

  restore(saved: Saved): void {
    Object.assign(this.client, saved.client);
    const { packets, ids } = this.outbox;
    packets.splice(0, packets.length, ...saved.outbox.packets);
    ids.splice(0, ids.length, ...saved.outbox.ids);
    Object.assign(this.outbox, saved.outbox, { packets, ids });
    Object.assign(this.stream, saved.stream);
    this.receivedIds.forEach((_id, i) => (this.receivedIds[i] = saved.receivedIds[i]!));
    this.s = JSON.parse(saved.s) as Surroundings;
  }

  /** For people: what is on its way. */
  toString(): string {
    const { s } = this;
    const list = (packets: Packet[]): string => (packets.length > 0 ? packets.map(describe).join(", ") : "-");
    return `to server: ${list(s.toServer)}; to client: ${list(s.toClient)}`;
  }
}

export interface Saved {
  client: Client;
  outbox: Outbox;
  stream: ConstantStream;
  receivedIds: number[];
  s: string;
}
