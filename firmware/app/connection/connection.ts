import type { TcpEvents } from "../../engine/engine";
import { ClientState, Failure } from "../../mqtt/record";
import { close, open, tick as clientTick } from "../../mqtt/client";
import { elapsedMs } from "../../mqtt/elapsed";
import { createReceiver } from "../../mqtt/receive";
import { backoffMs, LONGEST_BACKOFF_MS } from "../backoff";
import { note, publishReport } from "../diagnostics";
import type { Node } from "../node";

/**
 * The way to the broker and back to it, whatever is lost.
 *
 *   Waiting ──back-off over──► Joining ──Wi-Fi up──► Opening ──TCP up──► Online (session: see mqtt/client.ts)
 *      ▲                          │ 30 s                │ 15 s, refused     │ any loss or failure
 *      └──────────────────────────┴────────────────────┴───────────────────┘
 */
const enum Phase {
  Waiting,
  Joining,
  Opening,
  Online,
}

/** How long one attempt to join a Wi-Fi network may take: no callback is trusted to report its failure. */
const JOIN_DEADLINE_MS = 30_000;
/** How long a TCP connection may take once the engine's connect has returned. */
const OPEN_DEADLINE_MS = 15_000;

/**
 * Nodes that lost a broker at one moment come back spread over this long, evenly: any part of a wait may be left out. It is no less,
 * so that of 1,000 nodes hardly more than 200 connect in any second, of which test/scenarios/storm.test.ts is the judge; and no
 * more, so that one that lost it alone is soon back.
 */
const FIRST_BACKOFF_MS = 5_000;

/** By then, most late wills of the connection before have come. */
const SETTLING_MS = 30_000;

/** From here on, `client.awaited` is a SUBACK. */
const SUBACK = 0x100;

/** A session that ends so soon after its last request was sent ends by the messages that followed, … */
const AT_ONCE_MS = 2_500;
/** … if that request was one of those with which it began, and no PINGREQ. */
const BEGINNING_MS = 11_000;

/** More than a report takes beside its text: its header, and what others put into it. */
const REPORT_BYTES = 32;

export interface Connection {
  node: Node;
  phase: Phase;
  /** When the phase began. */
  sinceMs: number;
  /** How long `Waiting` lasts. */
  waitMs: number;
  /** Failed attempts in a row. */
  failures: number;
  /** Why the last attempt to join a network failed, by the engine's number; "" where nothing was told. */
  wifiReason: string;
  /** Whether the broker hung up when the node wanted to hear its own status: it is not asked again until the next boot. */
  isWatchDenied: boolean;
  tcpEvents: TcpEvents;
}

export function createConnection(node: Node): Connection {
  const connection: Connection = {
    node,
    phase: Phase.Waiting,
    sinceMs: node.engine.clock.nowMs(),
    waitMs: 0,
    failures: 0,
    wifiReason: "",
    isWatchDenied: false,
    tcpEvents: {
      connected: (sender) => {
        enter(connection, Phase.Online);
        open(node.client, sender, node.engine.clock.nowMs());
      },
      received: createReceiver(node.client),
      // Listening costs something per message, and without an outbox seldom anything waits.
      drained: node.outbox === undefined ? undefined : () => node.client.flush(node.client),
      // What it followed on shows why, as far as anything does, where the broker closed it without a word.
      closed: (reason) => {
        const nowMs = node.engine.clock.nowMs();
        const lastedMs = elapsedMs(nowMs, connection.sinceMs);
        let why = "connection closed";
        if (node.client.state === ClientState.Connecting) {
          node.engine.chip.log('no retained messages there ("retain": false), another client identifier, or TLS?');
          why = "connection closed after CONNECT";
        } else if (node.client.awaited >= SUBACK) {
          connection.isWatchDenied = node.client.state === ClientState.Ready;
          node.engine.chip.log("may the node subscribe to its commands and its status, and to so many at once?");
          why = "connection closed after SUBSCRIBE";
        } else if (
          node.client.state === ClientState.Ready &&
          // Once may be chance.
          connection.failures > 0 &&
          lastedMs < BEGINNING_MS &&
          elapsedMs(nowMs, node.client.askedMs) < AT_ONCE_MS
        ) {
          // On one of the messages with which the session began, mostly. Or another client with the same identifier is back within a
          // second or two of being thrown off.
          why = "connection closed on publishing: not allowed, or client identifier in use?";
        } else if (
          node.client.state === ClientState.Ready &&
          connection.failures > 0 &&
          lastedMs < LONGEST_BACKOFF_MS
        ) {
          // Two clients with one identifier throw each other off the broker, again and again.
          why = "connection closed: client identifier in use?";
        }
        lose(connection, reason ?? why);
      },
    },
  };
  node.engine.wifi.onChange((event) => {
    connection.wifiReason = event === undefined || event.reason === undefined ? "" : "" + event.reason;
    if (connection.phase > Phase.Joining && !node.engine.wifi.isConnected()) {
      lose(connection, "Wi-Fi lost");
    } else {
      tick(connection, node.engine.clock.nowMs());
    }
  });
  return connection;
}

/** Goes on to whatever is due; to be called about once a second, and every few seconds while `isCalm`. */
export function tick(connection: Connection, nowMs: number): void {
  // First what is usual: an interpreter of source text reads what it passes over.
  if (connection.phase === Phase.Online && connection.node.client.state !== ClientState.Closed) {
    clientTick(connection.node.client, nowMs);
  } else if (connection.phase === Phase.Online) {
    // An interruption came between the client's giving up and this.
    lose(connection, "interrupted");
  } else {
    connectFurther(connection, nowMs);
  }
}

/** Goes on towards a session. */
function connectFurther(connection: Connection, nowMs: number): void {
  const node = connection.node;
  const phaseMs = elapsedMs(nowMs, connection.sinceMs);
  if (connection.phase === Phase.Opening) {
    if (phaseMs >= OPEN_DEADLINE_MS) {
      lose(connection, "broker did not answer");
    }
  } else if (connection.phase === Phase.Joining) {
    if (node.engine.wifi.isConnected()) {
      openTcp(connection);
    } else if (phaseMs >= JOIN_DEADLINE_MS) {
      // The numbers of ESP-IDF, which the ESP8266's SDK has too; several of them for a handshake that comes to no end.
      const reason = connection.wifiReason;
      lose(
        connection,
        reason === "201"
          ? "no Wi-Fi: network not found"
          : reason === "15" || reason === "204" || reason === "202" || reason === "2"
            ? "no Wi-Fi: is the password right?"
            : reason.length > 0
              ? "no Wi-Fi: reason " + reason
              : "no Wi-Fi",
      );
    }
  } else if (phaseMs >= connection.waitMs) {
    if (node.engine.wifi.isConnected()) {
      openTcp(connection);
    } else {
      enter(connection, Phase.Joining);
      connection.wifiReason = "";
      node.engine.chip.log("joining Wi-Fi");
      node.engine.wifi.connect(node.config.secret("ssid", 0), node.config.secret("password", 0));
    }
  }
}

/**
 * Where the last session ended on what it began with, the next one tells of it before it sends that again. To be called before anything
 * of it, and where there is room for both.
 */
export function tellOfClose(node: Node): void {
  const isOfPublish = node.diagnostics.lost.indexOf("closed on publishing") >= 0;
  if (isOfPublish || node.diagnostics.lost.indexOf("after SUBSCRIBE") >= 0) {
    note(node.diagnostics, isOfPublish ? "closed on publishing" : "closed on subscribing", "");
    const followingBytes = node.client.options.subscribePacket.length;
    const spareBytes = node.config.diagnosticsTopic.length + REPORT_BYTES + followingBytes;
    publishReport(node.diagnostics, node.client, node.engine.chip, spareBytes);
  }
}

/** The client gave the connection up. */
export function failed(connection: Connection, failure: Failure): void {
  if (failure === Failure.ReceiveSlotsFull) {
    // A broker that works, and has more messages: nothing to wait longer and longer for.
    connection.failures = 0;
  }
  lose(connection, reasonOf(failure));
}

/** Made when it is asked for: a list that is kept would take memory for what seldom happens. */
function reasonOf(failure: Failure): string {
  // In the order of `Failure`.
  return [
    "broker refused: protocol version",
    "broker refused: client identifier",
    "broker refused: unavailable",
    "broker refused: bad user name or password",
    "broker refused: not authorized",
    "broker broke the protocol",
    "broker stopped answering",
    "transmit capacity full",
    "receive slots full",
  ][failure - 1];
}

/** Whether there is a session, and nothing is under way that may be overdue. */
export function isCalm(connection: Connection): boolean {
  const client = connection.node.client;
  return (
    connection.phase === Phase.Online &&
    client.state === ClientState.Ready &&
    client.awaited === 0 &&
    (client.outbox === undefined || client.outbox.packets.length === 0)
  );
}

/** Whether the connection has stood for a while. */
export function isSettled(connection: Connection, nowMs: number): boolean {
  return elapsedMs(nowMs, connection.sinceMs) >= SETTLING_MS;
}

function enter(connection: Connection, phase: Phase): void {
  connection.node.isRestless = true;
  connection.phase = phase;
  connection.sinceMs = connection.node.engine.clock.nowMs();
}

function openTcp(connection: Connection): void {
  const node = connection.node;
  const secret = node.config.secret;
  // Entered before the attempt, which may block for seconds: should it never return, the deadline stands.
  enter(connection, Phase.Opening);
  node.engine.chip.log("connecting to broker");
  const outcome = node.engine.tcp.connect(secret("host", 0), parseInt(secret("port", 0)), connection.tcpEvents);
  if (outcome !== true) {
    lose(connection, outcome === false ? "broker not reachable" : outcome);
  }
}

/** Ends whatever stands and waits before the next attempt: longer after each failure. */
function lose(connection: Connection, reason: string): void {
  const node = connection.node;
  const nowMs = node.engine.clock.nowMs();
  node.engine.tcp.close();
  close(node.client);
  if (connection.phase === Phase.Online && elapsedMs(nowMs, connection.sinceMs) >= LONGEST_BACKOFF_MS) {
    // It had lasted: this is a new trouble, not the old one going on.
    connection.failures = 0;
  }
  connection.failures++;
  enter(connection, Phase.Waiting);
  connection.waitMs = backoffMs(FIRST_BACKOFF_MS, connection.failures) * Math.random();
  node.diagnostics.lost = reason;
  node.engine.chip.log(reason + "; next attempt in " + (connection.waitMs / 1000).toFixed(1) + " s");
}
