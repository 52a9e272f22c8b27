import {
  ClientState,
  Failure,
  type Client,
  type ClientEvents,
  type ClientOptions,
  type Inbound,
  type Routes,
  type Transport,
} from "./record";
import { elapsedMs } from "./elapsed";
import { DISCONNECT, PINGREQ } from "./packet";
import { ask } from "./request";
import { transmit } from "./transmission";

/**
 * An MQTT 3.1.1 client without I/O: the owner hands it bytes (receive.ts) and the time (`tick`), it hands back bytes and events.
 * It holds no socket, timer or clock, and after `createClient` it makes no object, array or closure.
 *
 *   Closed ──open──► Connecting ──CONNACK 0──► Subscribing ──SUBACK──► Ready
 *     ▲                  │          (nothing to subscribe: at once)      │
 *     └───── close ◄─────┴───────── event failed ◄───────────────────────┘
 *
 * What a client need not understand or do is left out by not naming it: inbound packets in packets.ts, sessions in
 * outbox-session.ts.
 *
 * Its state is one record, since each further one costs the chip memory. Its parts are declared where they belong to, and this file
 * alone makes and empties all of it; other than that each field is written in one file (a test holds the firmware to that).
 */

/** How long the server may be silent while an answer is due, in milliseconds. */
const SILENCE_DEADLINE_MS = 10_000;
/** How long an answer may take behind bytes that do arrive, where something waits for it. */
const RESPONSE_DEADLINE_MS = 60_000;
/**
 * As `client.awaited` has them, PUBACK (constant-packets.ts) and PUBREL (inbound-qos2.ts) are below this: other messages wait behind
 * what they acknowledge. PINGRESP and SUBACK are above.
 */
const BEHIND_ACKNOWLEDGEMENTS = 0x80;

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
    retains: options.retains,
    handlers: inbound.packets,
    outbox: undefined,
    roomBytes: nothing,
    shortBytes: 1,
    prefixes: [],
    retainedPrefixes: [],
    isHeld: false,
    waiting: "",
    flush: nothing,
    batch: 0,
    refused: 0,
    awaited: 0,
    askedMs: 0,
    nowMs: 0,
    heardMs: 0,
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
  if (!ask(client, client.options.connectPacket(), 0x20)) {
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
  client.batch = 0;
  client.refused = 0;
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
  // Without a connection nothing of it sends or fails.
  keepAlive(client, nowMs);
  client.flush(client);
}

/**
 * Where an answer is due it may take long behind a backlog, and bytes that arrive show that the server lives: it is silence that tells
 * a dead one, and a wait without end one that never answers. In a session that stands nothing waits for most answers; in a flood of
 * messages they may come after many minutes, or never, since servers drop what they have no room for, and the session lives on.
 * Meanwhile the server wants to hear of the client.
 */
function keepAlive(client: Client, nowMs: number): void {
  const waitedMs = elapsedMs(nowMs, client.askedMs);
  const pingMs = client.options.keepAliveSeconds * 750;
  const isPingDue = pingMs > 0 && waitedMs >= pingMs;
  if (client.awaited === 0) {
    if (isPingDue && !ask(client, PINGREQ, 0xd0) && waitedMs >= pingMs * 2) {
      // Where the transport is full it is tried again, but no longer than the server waits for it.
      fail(client, Failure.NoResponse);
    }
  } else {
    // So that the next bytes take the general way, where it is noted that they came.
    client.isFlowing = false;
    if (
      waitedMs >= SILENCE_DEADLINE_MS &&
      (elapsedMs(nowMs, client.heardMs) >= SILENCE_DEADLINE_MS ||
        (waitedMs >= RESPONSE_DEADLINE_MS &&
          (client.state !== ClientState.Ready || client.awaited < BEHIND_ACKNOWLEDGEMENTS)))
    ) {
      fail(client, Failure.NoResponse);
    } else if (isPingDue && isClear(client)) {
      transmit(client, PINGREQ);
    }
  }
}

/**
 * The same of what else the server owes: whether it has taken longer than `silenceMs`, in the last seconds of which it has been silent,
 * or so long that nothing will come. From the first question on it is listened for bytes.
 */
export function isOverdue(client: Client, waitedMs: number, silenceMs: number): boolean {
  client.isFlowing = false;
  return (
    waitedMs >= silenceMs &&
    (waitedMs >= RESPONSE_DEADLINE_MS || elapsedMs(client.nowMs, client.heardMs) >= SILENCE_DEADLINE_MS)
  );
}
