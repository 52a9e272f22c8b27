import type { Engine } from "../engine/engine";
import { createClient, type Client, type ClientEvents } from "../mqtt/client";
import { QOS0 } from "../mqtt/qos0";
import { createPublication, publish, PublishStatus, type Publication } from "../mqtt/publish";
import type { ActuatorEntry, NodeConfig } from "./config";
import { createDiagnostics, type Diagnostics } from "./diagnostics";

/** Everything a running node is made of; made once, at boot. */
export interface Node {
  engine: Engine;
  config: NodeConfig;
  client: Client;
  diagnostics: Diagnostics;
  /** The actuators with what is published of them, by command topic. */
  outputs: Outputs;
  status: Publication;
}

export interface Output {
  entry: ActuatorEntry;
  publication: Publication;
  /** Whether the state still has to be published, because it could not be sent. */
  isDue: boolean;
}

export interface Outputs {
  [commandTopic: string]: Output;
}

export function createNode(engine: Engine, config: NodeConfig, events: ClientEvents): Node {
  const outputs: Outputs = {};
  for (const entry of config.actuators) {
    outputs[entry.commandTopic] = { entry, publication: createPublication(entry.stateTopic, true), isDue: false };
  }
  return {
    engine,
    config,
    client: createClient(config.mqtt, events, QOS0),
    diagnostics: createDiagnostics(config.diagnosticsTopic),
    outputs,
    status: createPublication(config.statusTopic, true),
  };
}

/**
 * Publishes, or counts what could not be.
 * @returns whether it was sent
 */
export function send(node: Node, publication: Publication, payload: string): boolean {
  const isSent = publish(node.client, publication, payload) === PublishStatus.Sent;
  if (!isSent) {
    node.diagnostics.dropped++;
    node.diagnostics.isDue = true;
  }
  return isSent;
}
