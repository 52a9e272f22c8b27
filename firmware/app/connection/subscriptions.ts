import { ClientState } from "../../mqtt/record";
import { ignoreMessage } from "../commands/commands";
import { note } from "../diagnostics";
import type { Node } from "../node";

/** What the broker says to the node's subscriptions, and what arrives by them that is no command. */

/** The broker grants less than was asked for: a lower QoS, or nothing. */
export function tellLess(node: Node, filterField: string, qos: number): void {
  const topic = filterField.substr(2);
  node.engine.chip.log(qos > 2 ? "subscription refused: " + topic : "only QoS " + qos + " granted: " + topic);
  // A refusal goes before a lower QoS.
  if (qos > 2 || node.lessGranted === undefined) {
    node.lessGranted = filterField === node.config.statusTopic ? "status" : "";
    for (const output of node.outputs) {
      if (output.entry.commandTopic === filterField) {
        node.lessGranted = output.entry.id;
      }
    }
  }
}

/** Notes for the report that the session stands, or what is missing of it. */
export function noteOnline(node: Node, refusedSubscriptions: number): void {
  const lessGranted = node.lessGranted;
  node.lessGranted = undefined;
  const event =
    refusedSubscriptions > 0 ? "subscription refused" : lessGranted === undefined ? "online" : "lower QoS granted";
  note(node.diagnostics, event, lessGranted ?? "");
}

/**
 * Takes a message on a topic that commands nothing. One is the node's own status: a broker that gives an old connection up late
 * publishes its will, `offline`, behind the `online` of the one that stands, and keeps it. Whatever made it say so, it is told again
 * that the node is online. What the broker kept (`retain`) is from before this session, which tells its status anyway.
 */
export function takeOther(node: Node, topic: string, payload: string, retain: boolean): void {
  if (topic !== node.config.statusTopic.substr(2)) {
    ignoreMessage(node);
  } else if (payload === "offline" && !retain && node.client.state === ClientState.Ready) {
    // With the next tick: at most one in a second.
    node.isOnlineDue = true;
  }
}
