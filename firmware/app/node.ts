import type { Engine } from "../engine/engine";
import {
  type Client,
  type ClientEvents,
  ClientState,
  type Routes,
  Loss,
  type Outbox,
  PublishStatus,
} from "../mqtt/record";
import { createClient } from "../mqtt/client";
import { createPublisher, type Publisher } from "../mqtt/publish";
import { attempt } from "./attempt";
import type { ActuatorEntry, NodeConfig } from "./config";
import { createDiagnostics, note, type Diagnostics } from "./diagnostics";

/** Everything a running node is made of; made once, at boot. */
export interface Node {
  engine: Engine;
  config: NodeConfig;
  client: Client;
  outbox: Outbox | undefined;
  diagnostics: Diagnostics;
  /** The actuators with what is published of them. */
  outputs: Output[];
  /** Each takes a reading of a sensor now, for those who have just come online. */
  samplers: (() => void)[];
  /** Each looks at whether there is a session: once a second while `isRestless`, else now and then. */
  watchers: (() => void)[];
  publishStatus: Publisher;
  /** Whether `online` still has to be said, because there was no room: an outbox full of readings has none. */
  isOnlineDue: boolean;
  /** Whether the connection has to be looked at in the next second, and not only now and then. */
  isRestless: boolean;
  /** The session, by its number, in which the node asked to hear its own status. */
  watchedSession: number;
  /** The actuator or "" for another topic on which the broker granted less than was asked for; undefined where it has not. */
  lessGranted: string | undefined;
  /** As in its configuration. */
  owesReadings: boolean;
  /** Whether something found no room on this connection, since what is owed was looked after last. */
  isShort: boolean;
  /** Sensors and parts whose readings may be owed; see readings/owed.ts. */
  creditors: Creditor[];
}

export interface Output {
  entry: ActuatorEntry;
  publish: Publisher;
  /** Whether the state still has to be published, because it could not be sent. */
  isDue: boolean;
}

/** @param routes To be filled with the command topics. */
export function createNode(engine: Engine, config: NodeConfig, events: ClientEvents, routes: Routes): Node {
  const client = createClient(config.mqtt, events, routes, config);
  const diagnostics = createDiagnostics(client, config.diagnosticsTopic);
  const lost = (loss: Loss): void => {
    diagnostics.dropped++;
    note(diagnostics, loss === Loss.Displaced ? "waiting message dropped" : "message given up", "");
  };
  return {
    engine,
    config,
    client,
    outbox: config.createOutbox === undefined ? undefined : config.createOutbox(client, lost),
    diagnostics,
    outputs: config.actuators.map((entry) => ({
      entry,
      publish: createPublisher(client, entry.stateTopic, true),
      isDue: false,
    })),
    samplers: [],
    watchers: [],
    publishStatus: createPublisher(client, config.statusTopic, true),
    isOnlineDue: false,
    isRestless: true,
    watchedSession: 0,
    lessGranted: undefined,
    owesReadings: config.owesReadings,
    isShort: false,
    creditors: [],
  };
}

/** Says that the node is online, or owes it: until then the broker keeps the `offline` of before, retained. */
export function publishOnline(node: Node): void {
  node.isOnlineDue = attempt(node.publishStatus, "online", node.engine.chip) >= PublishStatus.NotConnected;
}

/** What may be owed: one reading of a sensor, or all of a part's. */
export interface Debt {
  isOwed: boolean;
}

export interface Creditor {
  debt: Debt;
  /** Measures anew. */
  sample: () => void;
}

/**
 * Publishes, or counts what could not be.
 * @param debt Of a reading: has it owed instead where a session stands but has no room, on boards that owe readings (owed.ts). Of
 * everything else the caller owes what found no room, and has it sent again.
 * @returns whether it was sent, or will be
 */
export function send(node: Node, publish: Publisher, payload: string, debt?: Debt): boolean {
  // What is owed goes first.
  const status =
    debt !== undefined && node.owesReadings && node.isShort && node.client.state === ClientState.Ready
      ? PublishStatus.Full
      : attempt(publish, payload, node.engine.chip);
  if (status >= PublishStatus.NotConnected) {
    if (status === PublishStatus.Full) {
      node.isShort = true;
      node.isRestless = true;
    }
    if (debt !== undefined && node.owesReadings && status === PublishStatus.Full) {
      owe(node, debt);
    } else if (debt !== undefined || status === PublishStatus.NotConnected) {
      countDropped(node);
    }
  }
  return status < PublishStatus.NotConnected;
}

/**
 * The same, for readings. Where none is ever owed it is one step: whoever calls it survives what the transport throws where the
 * connection is just closing, and where nobody catches it, it counts as a reading dropped (`Chip.isClosing`).
 */
export function sendReading(node: Node, publish: Publisher, payload: string, debt: Debt): void {
  if (node.owesReadings) {
    send(node, publish, payload, debt);
  } else if (publish(payload) >= PublishStatus.NotConnected) {
    countDropped(node);
  }
}

export function countDropped(node: Node): void {
  node.diagnostics.dropped++;
  node.diagnostics.isDue = true;
}

/** Has something measured again. What was owed of it already is lost in its place. */
function owe(node: Node, debt: Debt): void {
  if (debt.isOwed) {
    countDropped(node);
  }
  debt.isOwed = true;
}
