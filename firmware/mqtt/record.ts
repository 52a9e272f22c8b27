import type { Queue } from "./queue";
import type { Requests } from "./request";
import type { Transmission } from "./transmission";

/**
 * The record of a client and of what belongs to it: types that know one another, and nothing that runs. Who writes which field of the
 * client's, a test holds the files of this folder to.
 */

/** Where a connection stands. */
export const enum ClientState {
  /** No network connection. */
  Closed,
  /** CONNECT is sent, CONNACK is due. */
  Connecting,
  /** The session stands, and nothing of it has left: what is published now goes before all else, also before an outbox. */
  Accepted,
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
  /** An answer did not come within `RESPONSE_DEADLINE_MS`, or no acknowledgement within that of outbox-session.ts. */
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
  /** Makes the whole CONNECT packet: user name and password in it may be kept elsewhere. */
  connectPacket: () => string;
  /** Whether the CONNECT packet asks for a clean session. */
  cleanSession: boolean;
  /** Whether the server takes messages that are to be retained; true unless it is said. Where not, none is sent as such. */
  retains?: boolean;
  /** The first SUBSCRIBE packet with packet identifier `REQUEST_PACKET_ID`; "" when there is nothing to subscribe to. */
  subscribePacket: string;
  /** How many topic filters the SUBSCRIBE packet holds. */
  subscriptions: number;
  /**
   * Further SUBSCRIBE packets, for servers that take few topic filters in one: that number `batch`, 1 …, and "" behind the last. Each
   * leaves when the one before it is answered.
   */
  furtherSubscribes?: (batch: number) => string;
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
   * Before `ready`, for each topic filter that the server grants less on than was asked for: the quality of service, or 0x80 where it
   * refuses. The filter has its 16-bit length in front.
   */
  lessGranted?: (filterField: string, qos: number) => void;
  /**
   * The session stands and its subscriptions are answered, of which the server refused so many; later, the same for each further
   * SUBSCRIBE, unless `subscribed` is there.
   */
  ready: (refusedSubscriptions: number) => void;
  /** The session is accepted: whatever is to leave before all else, with room left for what the client subscribes to. */
  accepted?: () => void;
  /** A further SUBSCRIBE was answered. */
  subscribed?: (refusedSubscriptions: number) => void;
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
  /** As in its options. */
  retains: boolean | undefined;
  handlers: Handlers;
  routes: Routes;
  outbox: Outbox | undefined;
  /** How many SUBSCRIBE packets of this session are answered, and how many of their topic filters the server refused. */
  batch: number;
  refused: number;
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

/** What a client understands of what the server sends. */
export interface Inbound {
  /** Made of the tables in packets.ts; what is not among them does not weigh in the bundle, and breaks the protocol when it arrives. */
  packets: Handlers;
  oversizedMessages: OversizedMessages;
}

/**
 * Takes in one whole packet: what follows the fixed header stands in `data` from `body` up to `end`; the first byte of that is
 * `client.firstByte`.
 */
export type Handler = (client: Client, data: string, body: number, end: number) => void;

/**
 * Handlers by the first byte of the packets they take: type and flags in one, since each type has its flags laid down.
 * [MQTT-2.2.2-1] Under `OVERSIZED` + QoS stands what acknowledges a message that was too large: its packet identifier is
 * all that is left of it, at `body`.
 */
export interface Handlers {
  [firstByte: number]: Handler | undefined;
}

/** What becomes of messages larger than `receiveBytes`: skip.ts or large-messages.ts. */
export interface OversizedMessages {
  /** One begins, of which `oversizedBytes` follow the fixed header. */
  begin: (client: Client) => void;
  /** Takes in what follows. @returns how many bytes it took; 0 when it has kept them until there are more */
  go: (client: Client, data: string, at: number) => number;
}

/** What gives way when the outbox is full: the oldest message that was never sent (of QoS 0 first), or the one that comes. */
export const enum DropPolicy {
  Newest,
  Oldest,
}

/** How a message that the outbox had taken is lost after all. */
export const enum Loss {
  /** It gave way to a later one. */
  Displaced,
  /** At QoS 2: the server lost the session before it acknowledged. */
  Abandoned,
}

export interface OutboxOptions {
  /** How many messages it holds. */
  slots: number;
  /** The most bytes their packets have together. */
  capacityBytes: number;
  policy: DropPolicy;
  /** The first packet identifier, 3 … 65,535: a random one, so that it does not meet those of the time before a reboot. */
  firstPacketId: number;
}

export interface Outbox extends Queue {
  client: Client;
  options: OutboxOptions;
  nextPacketId: number;
  /** When the last acknowledgement came, or none was due last. */
  progressMs: number;
  /** Told of each loss. */
  lost: (loss: Loss) => void;
  /** Sends a message behind those that wait, or keeps it; `firstByte` is that of its PUBLISH packet. */
  add: (outbox: Outbox, firstByte: number, topicField: string, payload: string) => PublishStatus;
  /** The server accepted the connection, and has or has not the session of the last one. `client.flush` has to follow. */
  resume: (outbox: Outbox, sessionPresent: boolean) => void;
  /** Puts what is quick with PUBACKs before a receiver of bytes. */
  before: (outbox: Outbox, receive: (bytes: string) => void) => (bytes: string) => void;
  /** The server sent PUBACK, PUBREC or PUBCOMP (`client.firstByte`) for a packet identifier, as two bytes. */
  acknowledge: (outbox: Outbox, id: string) => void;
}

/** What became of an application message. */
export const enum PublishStatus {
  /** Handed to the transport. At QoS 0 nothing more is ever known of it. */
  Sent,
  /** Kept in the outbox until it can be sent, or is acknowledged. */
  Kept,
  /** There is no session, and nothing that would keep it; nothing was sent. */
  NotConnected,
  /** Transport or outbox have no room for it now; nothing was sent. */
  Full,
}
