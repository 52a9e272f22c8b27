import type { Tcp, TcpEvents, TcpSender } from "../../engine/engine";
import { ClientState } from "../../mqtt/record";
import { elapsedMs } from "../../mqtt/elapsed";
import { createPublisher, type Publisher } from "../../mqtt/publish";
import { LONGEST_BACKOFF_MS } from "../backoff";
import type { BrokerAddress } from "../config";
import { send, type Node } from "../node";

/**
 * Several brokers, in order of preference, for a node that knows of one:
 *
 *   broker 1 ──`attempts` failed──► broker 2 ──► … ──► broker 1
 *      ▲                               │ every `failBackMs`: does broker 1 take a TCP connection?
 *      └───────────────────────────────┘ yes, and nothing waits to be sent
 *
 * - The connection in use stands until broker 1 has answered, so a broker that stays away costs no reading. It costs time:
 *   name look-up and connect block the engine, for about 10 s where nothing answers; hence the long period.
 * - The move is a loss of connection like any other, told as such: the broker that is left publishes the will, what is measured
 *   until the other one is ready waits in the outbox or is counted as dropped, and states are published anew.
 * - A session that lasted and then broke is sought again on the same broker, with all its attempts. So is one that broke with
 *   the Wi-Fi: that says nothing about the broker.
 */
/** No whole second: readings are published on those, and at these moments something would always be on its way. */
const TICK_MS = 970;

export interface FailOverOptions {
  /** At least two. */
  brokers: BrokerAddress[];
  /** Attempts in a row that a broker is given, 1 or more. */
  attempts: number;
  failBackMs: number;
  /** Topic field: where the broker in use is published, as host:port, retained. */
  topic: string;
}

interface FailOver {
  node: Node;
  options: FailOverOptions;
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
  /** When broker 1 was last asked for, or the session began. */
  askedMs: number;
  /** Whether broker 1 has answered. */
  isFirstBack: boolean;
  /** Of the connection in use. */
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
    probe,
    probeEvents: {
      connected: () => {
        probe.close();
        state.isFirstBack = true;
      },
      received: () => {},
      closed: () => {},
    },
    publish: createPublisher(node.client, options.topic, true),
    isDue: false,
    current: 0,
    attempts: 0,
    wasReady: false,
    readyMs: 0,
    askedMs: 0,
    isFirstBack: false,
    closed: () => {},
    sender: undefined,
    roomBytes: 0,
  };
  node.engine.tcp = {
    connect: (_host, _port, events) => {
      const broker = nextBroker(state);
      state.closed = events.closed;
      return tcp.connect(broker.host, broker.port, {
        connected: (sender) => {
          state.sender = sender;
          state.roomBytes = sender.roomBytes();
          events.connected(sender);
        },
        received: events.received,
        drained: events.drained,
        closed: events.closed,
      });
    },
    close: () => {
      if (
        (state.wasReady && elapsedMs(nowMs(), state.readyMs) >= LONGEST_BACKOFF_MS) ||
        !node.engine.wifi.isConnected()
      ) {
        state.attempts = 0;
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
    publishBroker(state);
  });
  node.engine.clock.every(TICK_MS, () => tick(state));
}

/** The broker to try now: the same one until it has had its attempts. */
function nextBroker(state: FailOver): BrokerAddress {
  const brokers = state.options.brokers;
  if (state.attempts >= state.options.attempts) {
    state.current = (state.current + 1) % brokers.length;
    state.attempts = 0;
    state.node.engine.chip.log("turning to broker " + (state.current + 1));
  }
  state.attempts++;
  return brokers[state.current];
}

function publishBroker(state: FailOver): void {
  const broker = state.options.brokers[state.current];
  state.isDue = !send(state.node, state.publish, broker.host + ":" + broker.port);
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
        state.current = 0;
        state.closed("first broker is back");
        // Whatever stood, broker 1 has all its attempts.
        state.attempts = 0;
      }
    } else if (elapsedMs(nowMs, state.askedMs) >= state.options.failBackMs) {
      state.askedMs = nowMs;
      state.probe.close();
      state.probe.connect(state.options.brokers[0].host, state.options.brokers[0].port, state.probeEvents);
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
