import { elapsedMs } from "./elapsed";
import type { Handlers, Inbound, OversizedMessages } from "./handlers";
import type { Outbox } from "./outbox";
import { DISCONNECT, PINGREQ } from "./packet";
import { ask, type Requests } from "./request";
import { transmit, type Transmission } from "./transmission";

/**
 * An MQTT 3.1.1 client without I/O: the owner hands it bytes (receive.ts) and the time (`tick`), it hands back bytes and events.
 * It holds no socket, timer or clock, and after `createClient` it makes no object, array or closure.
 *
 *   Closed ──open──► Connecting ──CONNACK 0──► Subscribing ──SUBACK──► Ready
 *     ▲                  │          (nothing to subscribe: at once)      │
 *     └───── close ◄─────┴───────── event failed ◄───────────────────────┘
 *
 * What a client need not understand or do is left out by not naming it: inbound packets in packets.ts, sessions and queue in
 * outbox.ts.
 *
 * Its state is one record, since each further one costs the chip memory. Its parts are declared where they belong to, and this file
 * alone makes and empties all of it; other than that each field is written in one file (a test holds the firmware to that).
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
  /**
   * The server has more QoS 2 messages under way than there are slots for. What had one is acknowledged; it sends the rest again on
   * the next connection, which may follow at once.
   */
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
   * The largest packet taken in, fixed header included; a larger message is skipped and counted. From `SHORT_PACKET_BYTES` on,
   * receive.ts has a fast path.
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

export interface Client extends Transmission, Requests {
  state: ClientState;
  events: ClientEvents;
  options: ClientOptions;
  handlers: Handlers;
  routes: Routes;
  outbox: Outbox | undefined;
  /**
   * Sends what waits. To be called when the transport has room again; `tick` does so too. Set by createOutbox, and where there is no
   * outbox by control.ts once anything waits.
   */
  flush: (client: Client) => void;
  /** Whether a session stands and the next byte begins a packet; never with a receive capacity below `SHORT_PACKET_BYTES`. */
  isFlowing: boolean;
  /** The beginning of a packet whose end has not arrived; at most `receiveBytes` long. */
  partial: string;
  /** How long `partial` has to grow before it is worth another look; 0 between packets. */
  neededBytes: number;
  /** That of the packet which is being taken in. */
  firstByte: number;
  oversizedMessages: OversizedMessages;
  /** Bytes of an oversized message still to come. */
  oversizedBytes: number;
  /** Inbound messages skipped because they exceed `receiveBytes`, since boot. */
  oversized: number;
  /** Acknowledgements that acknowledged nothing, since boot. */
  unasked: number;
  /** Whether a QoS 2 message found no slot on this connection (inbound-qos2.ts). */
  isOverrun: boolean;
}

/** How long the server may take to answer, in milliseconds. */
const RESPONSE_DEADLINE_MS = 10_000;

/** What a client without a connection calls: nothing is written, no room is left, nothing waits. */
const nothing = (): number => 0;

export function createClient(options: ClientOptions, events: ClientEvents, routes: Routes, inbound: Inbound): Client {
  return {
    credit: 0,
    write: nothing,
    isFlowing: false,
    routes,
    state: ClientState.Closed,
    events,
    options,
    handlers: inbound.packets,
    outbox: undefined,
    roomBytes: nothing,
    shortBytes: 1,
    isHeld: false,
    waiting: "",
    flush: nothing,
    awaited: 0,
    askedMs: 0,
    nowMs: 0,
    partial: "",
    neededBytes: 0,
    firstByte: 0,
    oversizedMessages: inbound.oversizedMessages,
    oversizedBytes: 0,
    oversized: 0,
    unasked: 0,
    isOverrun: false,
  };
}

/** The network connection stands: begins the session. [MQTT-3.1.0-1] */
export function open(client: Client, transport: Transport, nowMs: number): void {
  close(client);
  client.write = transport.write;
  client.roomBytes = transport.roomBytes;
  client.nowMs = nowMs;
  client.state = ClientState.Connecting;
  if (!ask(client, client.options.connectPacket, 0x20)) {
    fail(client, Failure.TransportFull);
  }
}

/** The network connection is gone, or the owner dropped it. The session waits in the outbox and in `receivedIds`. */
export function close(client: Client): void {
  client.state = ClientState.Closed;
  client.credit = 0;
  client.isFlowing = false;
  client.write = nothing;
  client.roomBytes = nothing;
  client.isHeld = false;
  client.waiting = "";
  client.partial = "";
  client.neededBytes = 0;
  client.oversizedBytes = 0;
  client.isOverrun = false;
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
  return client.state > ClientState.Connecting && !client.isHeld && client.waiting.length === 0;
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
