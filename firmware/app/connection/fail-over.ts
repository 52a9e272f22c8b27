import type { Tcp, TcpEvents, TcpSender } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { DISCONNECT } from "../../mqtt/packet";
import { createPublisher, type Publisher } from "../../mqtt/publish";
import { LONGEST_BACKOFF_MS } from "../backoff";
import { send, type Node } from "../node";

/**
 * Several brokers, in order of preference, for a node that knows of one:
 *
 *   broker 1 ──refused, or `attempts` failed──► broker 2 ──► … ──► broker 1
 *      ▲                                           │ every `failBackMs`: does broker 1 accept the node?
 *      └───────────────────────────────────────────┘ yes, and nothing waits to be sent
 *
 * - A refusal is no silence: where nobody takes the connection, which is known at once, the next broker is tried at once, until all
 *   have refused. Nodes whose broker died come there as spread as they come back to it (connection.ts). Where somebody takes the
 *   connection and hangs up, or lets the node not in, the next attempt is the next broker's.
 * - The connection in use stands until broker 1 has answered, so a broker that stays away costs no reading. It costs time:
 *   name look-up and connect block the engine, for about 10 s where nothing answers; hence the long period.
 * - The answer is its CONNACK, to a CONNECT as the node's own but without a will: a machine that takes TCP connections may have no
 *   broker that lives, or none that lets the node in. Over TLS, whose memory there is only once, a TCP connection has to do.
 * - A move that came to nothing doubles the period, up to a day, until there is a session on broker 1 again: what lets the node in may
 *   still not serve it.
 * - The move is a loss of connection like any other, told as such: the broker that is left publishes the will, what is measured
 *   until the other one is ready waits in the outbox or is counted as dropped, and states are published anew.
 * - A session that lasted and then broke is sought again on the same broker, with all its attempts. So is one that broke with
 *   the Wi-Fi: that says nothing about the broker.
 */
/** No whole second: readings are published on those, and at these moments something would always be on its way. */
const TICK_MS = 970;
/** Whoever refuses a connection does so within that long; later, nobody answered. */
const LONGEST_REFUSAL_MS = 3_000;
/** How long broker 1 may take to answer. */
const ANSWER_MS = 10_000;
const LONGEST_PERIOD_MS = 86_400_000;

export interface FailOverOptions {
  /** How many there are, at least two. Where they are is no part of the program: `NodeConfig.secret`. */
  brokers: number;
  /** Their numbers, 0 …, in the node's order of preference; undefined where that is the order in which they stand. */
  order?: number[];
  /** Attempts in a row that a broker is given which does not answer, 1 or more. */
  attempts: number;
  failBackMs: number;
  /** Makes the CONNECT packet that broker 1 is asked with; undefined where a TCP connection is all that it is asked for. */
  connectPacket?: () => string;
  /** Topic field: where the broker in use is published, as host:port, retained. */
  topic: string;
}

interface FailOver {
  node: Node;
  options: FailOverOptions;
  /** The node's own. */
  tcp: Tcp;
  /** Of the connection in use. */
  tcpEvents: TcpEvents | undefined;
  /** When the connection was begun, … */
  begunMs: number;
  /** … and brokers that were tried for it. */
  tried: number;
  probe: Tcp;
  probeEvents: TcpEvents;
  publish: Publisher;
  /** Whether the broker in use still has to be published. */
  isDue: boolean;
  /** The index of the broker that is tried or used. */
  current: number;
  /** Attempts at it, in a row. */
  attempts: number;
  /** Whether the session was ready, and since when. */
  wasReady: boolean;
  readyMs: number;
  /** When broker 1 was last asked, or the session began. */
  askedMs: number;
  /** How broker 1 is spoken to while its answer is due. */
  asked: TcpSender | undefined;
  /** The beginning of its answer. */
  answer: string;
  /** Whether broker 1 has answered. */
  isFirstBack: boolean;
  /** Moves to broker 1 since there was a session on it. */
  moves: number;
  /** Tells the node of the end of the connection in use. */
  closed: (reason?: string) => void;
  /** Of the connection in use, and the room that it has with nothing waiting. */
  sender: TcpSender | undefined;
  roomBytes: number;
}

/**
 * Lets a node that was just started choose among brokers; the first is the one of its configuration.
 * @param probe Opens plain TCP connections beside the node's own.
 */
export function failOver(node: Node, probe: Tcp, options: FailOverOptions): void {
  const tcp = node.engine.tcp;
  const nowMs = node.engine.clock.nowMs;
  const state: FailOver = {
    node,
    options,
    tcp,
    tcpEvents: undefined,
    begunMs: 0,
    tried: 0,
    probe,
    probeEvents: {
      connected: (sender) => {
        if (options.connectPacket !== undefined) {
          state.askedMs = nowMs();
          state.asked = sender;
          state.answer = "";
          sender.write(options.connectPacket());
        } else {
          probe.close();
          state.isFirstBack = true;
        }
      },
      received: (bytes) => take(state, bytes),
      closed: () => {
        state.asked = undefined;
      },
    },
    publish: createPublisher(node.client, options.topic, true),
    isDue: false,
    current: 0,
    attempts: 0,
    wasReady: false,
    readyMs: 0,
    askedMs: 0,
    asked: undefined,
    answer: "",
    isFirstBack: false,
    moves: 0,
    closed: () => {},
    sender: undefined,
    roomBytes: 0,
  };
  node.engine.tcp = {
    connect: (_host, _port, events) => {
      state.closed = events.closed;
      state.tcpEvents = {
        connected: (sender) => {
          state.sender = sender;
          state.roomBytes = sender.roomBytes();
          events.connected(sender);
        },
        received: events.received,
        drained: events.drained,
        closed: (reason) => ended(state, reason),
      };
      state.tried = 0;
      return begin(state, false);
    },
    close: () => {
      if (state.sender !== undefined && !state.wasReady && wasSoon(state)) {
        // It hung up, or let the node not in.
        state.attempts = options.attempts;
      }
      if (
        (state.wasReady && elapsedMs(nowMs(), state.readyMs) >= LONGEST_BACKOFF_MS) ||
        !node.engine.wifi.isConnected()
      ) {
        state.attempts = 0;
      }
      if (state.isFirstBack) {
        // The node moves; or the brokers are one, and what asked took the place of the connection that stood.
        state.current = 0;
        state.attempts = 0;
        state.moves++;
        state.probe.close();
      }
      state.wasReady = false;
      state.isFirstBack = false;
      state.sender = undefined;
      tcp.close();
    },
  };
  // Called whenever the node has come online.
  node.samplers.push(() => {
    state.wasReady = true;
    state.readyMs = nowMs();
    state.askedMs = state.readyMs;
    if (state.current === 0) {
      state.moves = 0;
    }
    publishBroker(state);
  });
  node.engine.clock.every(TICK_MS, () => tick(state));
}

function hostOf(state: FailOver, rank: number): string {
  return state.node.config.secret("host", numberOf(state, rank));
}

function portOf(state: FailOver, rank: number): number {
  return parseInt(state.node.config.secret("port", numberOf(state, rank)));
}

/** Which broker has this rank for the node. */
function numberOf(state: FailOver, rank: number): number {
  const order = state.options.order;
  return order === undefined ? rank : order[rank];
}

/** Whether little time has passed since a broker was first spoken to. */
function wasSoon(state: FailOver): boolean {
  return elapsedMs(state.node.engine.clock.nowMs(), state.begunMs) < LONGEST_REFUSAL_MS;
}

/**
 * Tries one broker after the other until one does not refuse at once, or all have.
 * @param refusal Why the one before did
 * @returns as `Tcp.connect`
 */
function begin(state: FailOver, refusal: boolean | string): boolean | string {
  const node = state.node;
  let outcome = refusal;
  while (state.tried < state.options.brokers && node.engine.wifi.isConnected()) {
    if (state.tried > 0) {
      node.engine.chip.log("" + outcome);
      node.diagnostics.lost = "" + outcome;
    }
    chooseBroker(state);
    state.tried++;
    state.begunMs = node.engine.clock.nowMs();
    outcome = state.tcp.connect(hostOf(state, state.current), portOf(state, state.current), state.tcpEvents!);
    if (outcome === true || !wasSoon(state)) {
      return outcome;
    }
    state.attempts = state.options.attempts;
    if (outcome === false) {
      outcome = "broker not reachable";
    }
  }
  return outcome;
}

/** The connection in use has ended, or was not made. */
function ended(state: FailOver, reason: string | undefined): void {
  let outcome: boolean | string = reason ?? "";
  if (state.sender === undefined && wasSoon(state)) {
    state.attempts = state.options.attempts;
    outcome = begin(state, reason ?? "broker not reachable");
  }
  if (outcome !== true) {
    state.closed(outcome === "" || outcome === false ? undefined : outcome);
  }
}

/** The broker to try now: the same one until it has had its attempts. */
function chooseBroker(state: FailOver): void {
  if (state.attempts >= state.options.attempts) {
    state.current = (state.current + 1) % state.options.brokers;
    state.attempts = 0;
    state.node.engine.chip.log("turning to broker " + (state.current + 1));
  }
  state.attempts++;
}

function publishBroker(state: FailOver): void {
  state.isDue = !send(state.node, state.publish, hostOf(state, state.current) + ":" + portOf(state, state.current));
}

function tick(state: FailOver): void {
  const node = state.node;
  if (node.client.state !== ClientState.Ready) {
    return;
  }
  if (state.isDue) {
    publishBroker(state);
  }
  if (state.current > 0) {
    const nowMs = node.engine.clock.nowMs();
    if (state.isFirstBack) {
      if (isIdle(state)) {
        state.closed("first broker is back");
      }
    } else if (state.asked !== undefined) {
      if (elapsedMs(nowMs, state.askedMs) >= ANSWER_MS) {
        state.asked = undefined;
        state.probe.close();
      }
    } else if (elapsedMs(nowMs, state.askedMs) >= periodMs(state)) {
      state.askedMs = nowMs;
      state.probe.close();
      state.probe.connect(hostOf(state, 0), portOf(state, 0), state.probeEvents);
    }
  }
}

/** How long it is until broker 1 is asked again. */
function periodMs(state: FailOver): number {
  let ms = state.options.failBackMs;
  for (let i = 0; i < state.moves && ms < LONGEST_PERIOD_MS; i++) {
    ms *= 2;
  }
  return Math.min(ms, LONGEST_PERIOD_MS);
}

/** Takes what broker 1 answers: CONNACK, at most a packet of four bytes. What follows it is of no interest. §3.2 */
function take(state: FailOver, bytes: string): void {
  const sender = state.asked;
  if (sender === undefined) {
    return;
  }
  state.answer += bytes.substr(0, 4);
  if (state.answer.length >= 4) {
    state.asked = undefined;
    // Its return code, where it is a CONNACK.
    if (state.answer.charCodeAt(0) === 0x20 && state.answer.charCodeAt(3) === 0) {
      state.isFirstBack = true;
      // Then the broker closes.
      sender.write(DISCONNECT);
    } else {
      state.probe.close();
    }
  }
}

/** Whether nothing waits to be sent or acknowledged, which a move would lose or send twice. */
function isIdle(state: FailOver): boolean {
  return (
    state.sender !== undefined &&
    state.sender.roomBytes() >= state.roomBytes &&
    (state.node.outbox === undefined || state.node.outbox.packets.length === 0)
  );
}
