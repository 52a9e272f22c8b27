import { ALL_PACKETS } from "../../firmware/mqtt/all-packets";
import { ClientState, close, createClient, Failure, open, tick, type Client } from "../../firmware/mqtt/client";
import { createOutbox, DropPolicy, type FixedOutbox, type Slot } from "../../firmware/mqtt/outbox";
import { createPublisher, PublishStatus, type Publisher } from "../../firmware/mqtt/publish";
import { createQos1Publisher, createQos2Publisher } from "../../firmware/mqtt/publish-acknowledged";
import { createReceiver } from "../../firmware/mqtt/receive";
import { SKIP_OVERSIZED } from "../../firmware/mqtt/skip";
import { publishLarge } from "../../firmware/mqtt/stream";
import { begin, createLaws, sends, takes, type Laws } from "./laws";
import { createServer, forget, publishTo, serve, type Server } from "./server";
import { describe, packetBytes, type Packet } from "./wire";

/** What can happen next. */
export type Action =
  | "publish 0"
  | "publish 1"
  | "publish 2"
  | "publish large"
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

/** The longest payload that a large message has here. */
const LARGE_BYTES = 130;
const CONNECT = "\x10\x0d\0\x04MQTT\x04\0\0\0\0\x01c";

/** CONNACK of a server that has no session of the client. */
const NO_SESSION = "\x20\x02\0\0";

/** A client, a server, and the network between them, in which nothing happens but what `act` is told. */
export class World {
  readonly client: Client;
  readonly outbox: FixedOutbox;
  readonly receivedIds: number[];
  readonly slots: Slot[] = [];
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
        connectPacket: CONNECT,
        subscribePacket: "",
        subscriptions: 0,
        keepAliveSeconds: 0,
        cleanSession: false,
        receiveBytes: 64,
        receivedIds: this.receivedIds,
      },
      {
        ready: () => {},
        message: (_topic, payload) => this.s.handedOn.push(payload),
        failed: (failure) => this.#failed(failure),
      },
      {},
      { ...ALL_PACKETS },
      SKIP_OVERSIZED,
    );
    this.outbox = createOutbox(
      this.client,
      { slots: size.outboxSlots, capacityBytes: 200, policy: DropPolicy.Newest, firstPacketId: 2 },
      () => this.s.losses++,
    );
    for (let slot = this.outbox.free; slot !== undefined; slot = slot.next) this.slots.push(slot);
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
      "publish large": s.taken.length < size.publishes,
      "server publishes 1": s.server.hasSession && s.serverMessages.length < size.serverPublishes,
      "server publishes 2": s.server.hasSession && s.serverMessages.length < size.serverPublishes,
      "to server": s.toServer.length > 0,
      "to client": s.toClient.length > 0 || s.rest !== "",
      "half to client": s.toClient.length > 0 && s.rest === "",
      "network takes": s.pendingBytes > 0 || client.waiting !== "" || this.outbox.due > 0,
      "lose connection": s.isConnected,
      connect: !s.isConnected,
      "server forgets": !s.isConnected && s.server.hasSession,
      timeout: s.isConnected && (client.awaited > 0 || this.outbox.underWay > 0),
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
      case "publish large":
        this.#take(1, (payload) =>
          publishLarge(this.outbox, {
            topicField: "\0\x01c",
            qos: 1,
            retain: false,
            payloadBytes: LARGE_BYTES,
            source: (at, length) => payload.padEnd(LARGE_BYTES, ".").substr(at, length),
          }),
        );
        break;
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
    if (s.laws.broken !== "") return s.laws.broken;
    let used = 0;
    let bytes = 0;
    let due = 0;
    let underWay = 0;
    let last: Slot | undefined;
    for (let slot = outbox.first; slot !== undefined && used <= this.slots.length; slot = slot.next) {
      used++;
      bytes += slot.packet.length;
      due += slot.isDue ? 1 : 0;
      underWay += slot.isDue ? 0 : 1;
      last = slot;
    }
    let free = 0;
    for (let slot = outbox.free; slot !== undefined && free <= this.slots.length; slot = slot.next) free++;
    if (used + free !== this.slots.length) return `${used} slots in use and ${free} free are not ${this.slots.length}`;
    if (last !== outbox.last) return "the last slot of the outbox is not its last";
    if (bytes !== outbox.bytes) return `the outbox counts ${outbox.bytes} bytes and holds ${bytes}`;
    if (client.state > ClientState.Connecting && (due !== outbox.due || underWay !== outbox.underWay)) {
      return `the outbox counts ${outbox.due} due, ${outbox.underWay} under way; they are ${due}, ${underWay}`;
    }
    const ids = this.receivedIds.filter((id) => id > 0);
    if (new Set(ids).size !== ids.length) return `an identifier is remembered twice: ${ids.join(", ")}`;
    return undefined;
  }

  /** Everything by which the future of this world can differ from that of another. */
  key(): string {
    const { client, outbox } = this;
    const slots: unknown[] = [];
    for (let slot = outbox.first; slot !== undefined; slot = slot.next) {
      slots.push([slot.stage, slot.packet, slot.packetId, slot.isDue, slot === outbox.streamed]);
    }
    return JSON.stringify([
      [
        client.state,
        client.credit >= 1,
        client.isFlowing,
        client.awaited,
        client.blocked,
        client.waiting,
        client.partial,
      ],
      [
        client.neededBytes,
        client.oversizedBytes,
        outbox.nextPacketId,
        outbox.due,
        outbox.underWay,
        outbox.streamedBytes,
      ],
      slots,
      this.receivedIds,
      this.s,
    ]);
  }

  /** A copy of all that changes, for `restore`. */
  save(): Saved {
    return {
      client: { ...this.client },
      outbox: { ...this.outbox },
      slots: this.slots.map((slot) => ({ ...slot })),
      receivedIds: [...this.receivedIds],
      s: JSON.stringify(this.s),
    };
  }

  restore(saved: Saved): void {
    Object.assign(this.client, saved.client);
    Object.assign(this.outbox, saved.outbox);
    this.slots.forEach((slot, i) => Object.assign(slot, saved.slots[i]));
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
  outbox: FixedOutbox;
  slots: Slot[];
  receivedIds: number[];
  s: string;
}
