import { elapsedMs } from "./elapsed";
import { DISCONNECT, PINGREQ } from "./packet";
import type { PublishStatus } from "./publish";

/**
 * An MQTT 3.1.1 client without I/O: the owner hands it bytes (receive.ts) and the time (`tick`), it hands back bytes and events.
 * It holds no socket, timer or clock, and after `createClient` it makes no object, array or closure.
 *
 *   Closed ──open──► Connecting ──CONNACK 0──► Subscribing ──SUBACK──► Ready
 *     ▲                  │          (nothing to subscribe: at once)      │
 *     └───── close ◄─────┴───────── event failed ◄───────────────────────┘
 *
 * What a client need not understand or do is left out by not naming it: inbound packets in packets.ts, sessions and queue in
 * outbox.ts, large messages in stream.ts.
 */
export const enum ClientState {
  /** No network connection. */
  Closed,
  /** CONNECT is sent, CONNACK is due. */
  Connecting,
  /** The session stands, SUBACK is due. */
  Subscribing,
  /** Commands arrive and messages leave. */
  Ready,
}

/** Why a connection cannot go on. The first five are CONNACK return codes of MQTT 3.1.1 §3.2.2.3. */
export const enum Failure {
  UnacceptableProtocol = 1,
  IdentifierRejected = 2,
  ServerUnavailable = 3,
  BadCredentials = 4,
  NotAuthorized = 5,
  /** The server broke the protocol. */
  ProtocolViolation,
  /** An answer did not come within `RESPONSE_DEADLINE_MS`, or no acknowledgement within that of outbox.ts. */
  NoResponse,
  /** The transport did not take what the session cannot do without. */
  TransportFull,
  /** The server has more QoS 2 messages under way than there are slots for; after a reconnect it goes on with the rest. */
  ReceiveSlotsFull,
}

export interface ClientOptions {
  /** The whole CONNECT packet. */
  connectPacket: string;
  /** Whether the CONNECT packet asks for a clean session. */
  cleanSession: boolean;
  /** One SUBSCRIBE packet with packet identifier `REQUEST_PACKET_ID`; "" when there is nothing to subscribe to. */
  subscribePacket: string;
  /** How many topic filters the SUBSCRIBE packet holds. */
  subscriptions: number;
  /** As in the CONNECT packet: 15 … 65,535, or 0 for none. Less would be over before an answer is overdue. */
  keepAliveSeconds: number;
  /**
   * The largest packet taken in, fixed header included; a larger message is skipped and counted, or handed on in parts. From
   * `SHORT_PACKET_BYTES` on, receive.ts has a fast path.
   */
  receiveBytes: number;
  /**
   * A slot for each QoS 2 message that the server may have under way: the packet identifiers of those taken and not released
   * by it, 0 in free slots. [MQTT-4.3.3-2]
   */
  receivedIds: number[];
}

/** Where the bytes go: the network connection that `open` is given. */
export interface Transport {
  /** Hands bytes to the network, never more than `roomBytes` told. May throw where the connection is just closing. */
  write: (bytes: string) => void;
  /** How many bytes may be handed over now without exceeding the transmit capacity. */
  roomBytes: () => number;
}

/** What the client tells its owner. None of these may throw. */
export interface ClientEvents {
  /**
   * The session stands and its subscriptions are answered, of which the server refused so many; later, the same for each
   * SUBSCRIBE of subscribe.ts.
   */
  ready: (refusedSubscriptions: number) => void;
  /** An application message arrived on a topic without a route. The topic name is a valid one. */
  message: (topic: string, payload: string, retain: boolean) => void;
  /** The connection cannot go on: the owner closes the transport. */
  failed: (failure: Failure) => void;
  /** An UNSUBSCRIBE was answered. */
  unsubscribed?: () => void;
}

/** Takes an application message. Must not throw. */
export type Route = (payload: string, retain: boolean) => void;

/**
 * Routes by topic field: the topic name with its 16-bit length in front, as it stands in the packet. So one look-up finds the
 * topic and verifies its length, and no name of `Object.prototype` is ever found.
 */
export interface Routes {
  [topicField: string]: Route;
}

/** Takes in one whole packet: what follows the fixed header stands in `data` from `body` up to `end`. */
export type Handler = (client: Client, data: string, body: number, end: number, firstByte: number) => void;

/**
 * Handlers by the first byte of the packets they take: type and flags in one, since each type has its flags laid down.
 * [MQTT-2.2.2-1] Under `OVERSIZED` + QoS stands what acknowledges a message that was too large: its packet identifier is
 * all that is left of it, at `body`.
 */
export interface Handlers {
  [firstByte: number]: Handler | undefined;
}

export const OVERSIZED = 256;

/** Messages that outlive a connection: those of QoS 1 and 2, and those that wait for one. Implemented by outbox.ts. */
export interface Outbox {
  /** Sends a message behind those that wait, or keeps it; `firstByte` is that of its PUBLISH packet. */
  add: (firstByte: number, topicField: string, payload: string) => PublishStatus;
  /** The server accepted the connection, and has or has not the session of the last one. */
  resume: (sessionPresent: boolean) => void;
  /** The server sent PUBACK, PUBREC or PUBCOMP. @returns false when it had no reason to. */
  acknowledge: (firstByte: number, packetId: number) => boolean;
}

/** What becomes of messages larger than `receiveBytes`: skip.ts or large-messages.ts. */
export interface OversizedMessages {
  /** Takes in the beginning of one: its fixed header stands at `at`. @returns where to go on */
  begin: (client: Client, data: string, at: number, headerBytes: number, remainingBytes: number) => number;
  /** Takes in what follows, as long as `client.oversizedBytes` is not 0. @returns where to go on */
  go: (client: Client, data: string, at: number) => number;
}

export interface Client {
  /**
   * How many short packets may leave before the transport is asked for room again, with a fraction; 0 without a session. First
   * in the record, since it is read most.
   */
  credit: number;
  write: (bytes: string) => void;
  /** Whether a session stands and the next byte begins a packet; never with a receive capacity below `SHORT_PACKET_BYTES`. */
  isFlowing: boolean;
  routes: Routes;
  state: ClientState;
  events: ClientEvents;
  options: ClientOptions;
  handlers: Handlers;
  outbox: Outbox | undefined;
  roomBytes: () => number;
  /** The longest packet that is published on `credit`. */
  shortBytes: number;
  /** The first byte of the answer that is due: CONNACK, SUBACK, UNSUBACK or PINGRESP; 0 when nothing was asked. */
  awaited: number;
  /** How many return codes the awaited SUBACK has to hold. */
  awaitedCodes: number;
  /** When the last packet left that demands an answer: its deadline and the keep alive count from there. */
  askedMs: number;
  /** The time of the last tick: fine enough for deadlines of seconds, and a message need not ask for it. */
  nowMs: number;
  /**
   * What goes before any other packet: a message that is being sent in parts (stream.ts), control packets that wait for room
   * (control.ts). 0, 1 or 2.
   */
  blocked: number;
  /** Those control packets. */
  waiting: string;
  /**
   * Sends what waits. To be called when the transport has room again; `tick` does so too. Nothing ever waits where a client
   * takes and sends at QoS 0 only, without an outbox.
   */
  flush: (client: Client) => void;
  /** The beginning of a packet whose end has not arrived; at most `receiveBytes` long. */
  partial: string;
  /** How long `partial` has to grow before it is worth another look; 0 between packets. */
  neededBytes: number;
  oversizedMessages: OversizedMessages;
  /** Bytes of an oversized message still to come. */
  oversizedBytes: number;
  /** Inbound messages skipped because they exceed `receiveBytes`, since boot. */
  oversized: number;
}

/** SUBSCRIBE and UNSUBSCRIBE are asked one at a time, always with this packet identifier; messages never use it. [MQTT-2.3.1-2] */
export const REQUEST_PACKET_ID = 1;

/** That of the packets of constant-packets.ts, one at a time as well; messages of the outbox never use it. */
export const CONSTANT_PACKET_ID = 2;

/** How long the server may take to answer, in milliseconds. */
const RESPONSE_DEADLINE_MS = 10_000;

/** What a client without a connection calls: nothing is written, no room is left, nothing waits. */
const nothing = (): number => 0;

/**
 * @param packets The packets the client understands (packets.ts); what is not among them does not weigh in the bundle, and
 * breaks the protocol when it arrives.
 */
export function createClient(
  options: ClientOptions,
  events: ClientEvents,
  routes: Routes,
  packets: Handlers,
  oversizedMessages: OversizedMessages,
): Client {
  return {
    credit: 0,
    write: nothing,
    isFlowing: false,
    routes,
    state: ClientState.Closed,
    events,
    options,
    handlers: packets,
    outbox: undefined,
    roomBytes: nothing,
    shortBytes: 1,
    awaited: 0,
    awaitedCodes: 0,
    askedMs: 0,
    nowMs: 0,
    blocked: 0,
    waiting: "",
    flush: nothing,
    partial: "",
    neededBytes: 0,
    oversizedMessages,
    oversizedBytes: 0,
    oversized: 0,
  };
}

/** The network connection stands: begins the session. [MQTT-3.1.0-1] */
export function open(client: Client, transport: Transport, nowMs: number): void {
  close(client);
  client.write = transport.write;
  client.roomBytes = transport.roomBytes;
  client.nowMs = nowMs;
  client.state = ClientState.Connecting;
  demand(client, client.options.connectPacket, 0x20);
}

/** The network connection is gone, or the owner dropped it. The session waits in the outbox and in `receivedIds`. */
export function close(client: Client): void {
  client.state = ClientState.Closed;
  client.credit = 0;
  client.isFlowing = false;
  client.blocked = 0;
  client.write = nothing;
  client.roomBytes = nothing;
  client.waiting = "";
  client.partial = "";
  client.neededBytes = 0;
  client.oversizedBytes = 0;
}

/** Ends the session in good order, so that the server publishes no will. The owner closes the transport. [MQTT-3.14.4-1] */
export function disconnect(client: Client): void {
  // In the middle of another packet it would not be read as one; without it, the will tells.
  if (isClear(client)) {
    transmit(client, DISCONNECT);
  }
  close(client);
}

export function fail(client: Client, failure: Failure): void {
  if (client.state !== ClientState.Closed) {
    close(client);
    client.events.failed(failure);
  }
}

/** Whether a message may be sent now: there is a session, and nothing goes before it. */
export function isClear(client: Client): boolean {
  return client.state > ClientState.Connecting && client.blocked === 0;
}

/** Hands a packet to the transport, if it has room. */
export function transmit(client: Client, packet: string): boolean {
  // What room is left has to be asked anew.
  client.credit = 0;
  if (packet.length > client.roomBytes()) {
    return false;
  }
  try {
    client.write(packet);
  } catch {
    // The peer has closed; the transport will tell.
    return false;
  }
  return true;
}

/**
 * Sends a packet that the server has to answer within the deadline.
 * @param answer The first byte of that answer.
 * @returns false when there was no room for it now: nothing was sent.
 */
export function ask(client: Client, packet: string, answer: number): boolean {
  const isSent = client.blocked === 0 && transmit(client, packet);
  if (isSent) {
    client.awaited = answer;
    client.askedMs = client.nowMs;
  }
  return isSent;
}

/** The same for a packet without which there is no session. */
export function demand(client: Client, packet: string, answer: number): void {
  if (!ask(client, packet, answer)) {
    fail(client, Failure.TransportFull);
  }
}

/**
 * Keeps the connection alive and its deadlines; to be called about once a second.
 *
 * PINGREQ leaves after three quarters of the keep alive whether or not other packets did: QoS 0 has no answer, so it alone
 * tells a half-open connection, and publishing needs no bookkeeping. [MQTT-3.1.2-23]
 */
export function tick(client: Client, nowMs: number): void {
  client.nowMs = nowMs;
  if (client.state === ClientState.Closed) {
    return;
  }
  const waitedMs = elapsedMs(nowMs, client.askedMs);
  const pingMs = client.options.keepAliveSeconds * 750;
  if (
    client.awaited > 0
      ? waitedMs >= RESPONSE_DEADLINE_MS
      : // Where the transport is full it is tried again, but no longer than the server waits for it.
        pingMs > 0 && waitedMs >= pingMs && !ask(client, PINGREQ, 0xd0) && waitedMs >= pingMs * 2
  ) {
    fail(client, Failure.NoResponse);
  }
  client.flush(client);
}
