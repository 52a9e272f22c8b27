import { elapsedMs } from "./elapsed";
import { PINGREQ } from "./packet";

/**
 * An MQTT 3.1.1 client without I/O: the owner hands it bytes (`receive`) and the time (`tick`), it hands back bytes and events.
 * It holds no socket, timer or clock, and after `createClient` it makes no object, array or closure.
 *
 *   Closed ──open──► Connecting ──CONNACK 0──► Subscribing ──SUBACK──► Ready
 *     ▲                  │          (nothing to subscribe: at once)      │
 *     └───── close ◄─────┴───────── event failed ◄───────────────────────┘
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
  /** An answer did not come within `RESPONSE_DEADLINE_MS`. */
  NoResponse,
  /** The transport did not take a packet that the session cannot do without. */
  TransportFull,
}

export interface ClientOptions {
  /** The whole CONNECT packet. */
  connectPacket: string;
  /** One SUBSCRIBE packet; "" when there is nothing to subscribe to. */
  subscribePacket: string;
  /** How many topic filters the SUBSCRIBE packet holds. */
  subscriptions: number;
  /** As in the CONNECT packet; 1 … 65,535. */
  keepAliveSeconds: number;
  /** The largest packet taken in, fixed header included; a larger one is skipped and counted. */
  receiveBytes: number;
}

/** What the client tells and asks of its owner. */
export interface ClientEvents {
  /** Sends all the bytes or, returning false, none. */
  send(bytes: string): boolean;
  /** The session stands and its subscriptions are answered. `refusedSubscriptions` is how many the server refused. */
  ready(refusedSubscriptions: number): void;
  /**
   * An application message arrived. Must not throw.
   * @returns whether the topic name is one that the owner knows, and thereby a valid one.
   */
  message(topic: string, payload: string, retain: boolean): boolean;
  /** The connection cannot go on: the owner closes the transport and calls `close`. */
  failed(failure: Failure): void;
}

/** Takes in one whole packet: what follows the fixed header stands in `data` from `body` up to `end`. */
export type Handler = (client: Client, data: string, body: number, end: number) => void;

/** Handlers by the first byte of the packets they take. */
export interface Handlers {
  [firstByte: number]: Handler | undefined;
}

export interface Client {
  handlers: Handlers;
  options: ClientOptions;
  events: ClientEvents;
  state: ClientState;
  /** Whether an answer (CONNACK, SUBACK or PINGRESP) is due, and since when; else since when nothing was asked. */
  isAwaiting: boolean;
  sinceMs: number;
  /** The time of the last tick: fine enough for deadlines of seconds, and a message need not ask for it. */
  nowMs: number;
  /** The longest packet that has one byte of remaining length and fits `receiveBytes`. */
  shortBytes: number;
  /** The beginning of a packet whose end has not arrived; at most `receiveBytes` long. */
  partial: string;
  /** Whether the next byte begins a packet. */
  isBetweenPackets: boolean;
  /** How long `partial` has to grow before it is worth another look. */
  neededBytes: number;
  /** Bytes of an oversized packet still to be skipped. */
  skipBytes: number;
  /** Inbound packets skipped because they exceed `receiveBytes`, since boot. */
  oversized: number;
}

/** How long the server may take to answer, in milliseconds. */
const RESPONSE_DEADLINE_MS = 10_000;

/** @param handlers The packets the client understands; what is not among them does not weigh in the bundle. */
export function createClient(options: ClientOptions, events: ClientEvents, handlers: Handlers): Client {
  return {
    handlers,
    options,
    events,
    state: ClientState.Closed,
    isAwaiting: false,
    sinceMs: 0,
    nowMs: 0,
    shortBytes: Math.min(options.receiveBytes, 129),
    partial: "",
    isBetweenPackets: true,
    neededBytes: 0,
    skipBytes: 0,
    oversized: 0,
  };
}

/** The network connection stands: begins the session. [MQTT-3.1.0-1] */
export function open(client: Client, nowMs: number): void {
  client.partial = "";
  client.skipBytes = 0;
  client.isBetweenPackets = true;
  client.nowMs = nowMs;
  client.state = ClientState.Connecting;
  ask(client, client.options.connectPacket);
}

/** The network connection is gone, or the owner dropped it. */
export function close(client: Client): void {
  client.state = ClientState.Closed;
  client.partial = "";
}

/** Sends a packet that the server has to answer within the deadline. */
export function ask(client: Client, packet: string): void {
  client.isAwaiting = true;
  client.sinceMs = client.nowMs;
  if (!client.events.send(packet)) {
    fail(client, Failure.TransportFull);
  }
}

/** What `ask` asked was answered. */
export function answered(client: Client): void {
  client.isAwaiting = false;
  client.sinceMs = client.nowMs;
}

export function fail(client: Client, failure: Failure): void {
  if (client.state !== ClientState.Closed) {
    close(client);
    client.events.failed(failure);
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
  const waitedMs = elapsedMs(nowMs, client.sinceMs);
  if (client.isAwaiting) {
    if (waitedMs >= RESPONSE_DEADLINE_MS) {
      fail(client, Failure.NoResponse);
    }
  } else if (waitedMs >= client.options.keepAliveSeconds * 750) {
    ask(client, PINGREQ);
  }
}
