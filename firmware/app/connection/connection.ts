import type { TcpEvents } from "../../engine/engine";
import { ClientState, Failure } from "../../mqtt/record";
import { close, open, tick as clientTick } from "../../mqtt/client";
import { elapsedMs } from "../../mqtt/elapsed";
import { createReceiver } from "../../mqtt/receive";
import { backoffMs, LONGEST_BACKOFF_MS } from "../backoff";
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

export interface Connection {
  node: Node;
  phase: Phase;
  /** When the phase began. */
  sinceMs: number;
  /** How long `Waiting` lasts. */
  waitMs: number;
  /** Failed attempts in a row. */
  failures: number;
  tcpEvents: TcpEvents;
}

export function createConnection(node: Node): Connection {
  const connection: Connection = {
    node,
    phase: Phase.Waiting,
    sinceMs: node.engine.clock.nowMs(),
    waitMs: 0,
    failures: 0,
    tcpEvents: {
      connected: (sender) => {
        enter(connection, Phase.Online);
        open(node.client, sender, node.engine.clock.nowMs());
      },
      received: createReceiver(node.client),
      // Listening costs something per message, and without an outbox seldom anything waits.
      drained: node.outbox === undefined ? undefined : () => node.client.flush(node.client),
      closed: (reason) => lose(connection, reason ?? "connection closed"),
    },
  };
  node.engine.wifi.onChange(() => {
    if (connection.phase > Phase.Joining && !node.engine.wifi.isConnected()) {
      lose(connection, "Wi-Fi lost");
    } else {
      tick(connection, node.engine.clock.nowMs());
    }
  });
  return connection;
}

/** Goes on to whatever is due; to be called about once a second, and every few seconds while `isSettled`. */
export function tick(connection: Connection, nowMs: number): void {
  if (connection.phase !== Phase.Online) {
    connectFurther(connection, nowMs);
  } else if (connection.node.client.state === ClientState.Closed) {
    // An interruption came between the client's giving up and this.
    lose(connection, "interrupted");
  } else {
    clientTick(connection.node.client, nowMs);
  }
}

/** Goes on towards a session. Apart from what runs each second: an interpreter of source text reads what it passes over. */
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
      lose(connection, "no Wi-Fi");
    }
  } else if (phaseMs >= connection.waitMs) {
    if (node.engine.wifi.isConnected()) {
      openTcp(connection);
    } else {
      enter(connection, Phase.Joining);
      node.engine.chip.log("joining Wi-Fi");
      node.engine.wifi.connect(node.config.ssid, node.config.password);
    }
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

/** Whether there is a session, and no answer is awaited that may be overdue. */
export function isSettled(connection: Connection): boolean {
  const client = connection.node.client;
  return connection.phase === Phase.Online && client.state === ClientState.Ready && client.awaited === 0;
}

function enter(connection: Connection, phase: Phase): void {
  connection.node.isRestless = true;
  connection.phase = phase;
  connection.sinceMs = connection.node.engine.clock.nowMs();
}

function openTcp(connection: Connection): void {
  const node = connection.node;
  const broker = node.config.broker;
  // Entered before the attempt, which may block for seconds: should it never return, the deadline stands.
  enter(connection, Phase.Opening);
  node.engine.chip.log("connecting to broker");
  if (!node.engine.tcp.connect(broker.host, broker.port, connection.tcpEvents)) {
    lose(connection, "broker not reachable");
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
  connection.waitMs = backoffMs(connection.failures, Math.random());
  node.diagnostics.lost = reason;
  node.engine.chip.log(reason + "; next attempt in " + (connection.waitMs / 1000).toFixed(1) + " s");
}
