import { ask } from "../../mqtt/request";
import { ignoreMessage } from "../commands/commands";
import { note } from "../diagnostics";
import type { Node } from "../node";

/** SUBACK with one return code, as `client.awaited` has it. */
const WATCH_ANSWER = 0x190;

/** What the broker says to the node's subscriptions, and what arrives by them that is no command. */

/** The broker grants less than was asked for: a lower QoS, or nothing. */
export function tellLess(node: Node, filterField: string, qos: number): void {
  const topic = filterField.substr(2);
  node.engine.chip.log(qos > 2 ? "subscription refused: " + topic : "only QoS " + qos + " granted: " + topic);
  // A refusal goes before a lower QoS.
  if (qos > 2 || node.lessGranted === undefined) {
    node.lessGranted = "";
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
 * Subscribes to the node's own status, once a session has been told of it: a broker that gives an old connection up late publishes its
 * will, `offline`, behind the `online` of the one that stands, and keeps it. To be called while nothing else is awaited.
 */
export function watchStatus(node: Node): void {
  if (ask(node.client, node.config.watchPacket, WATCH_ANSWER)) {
    node.watchedSession = node.diagnostics.connects;
  }
}

/** The broker has answered that. */
export function tellWatched(node: Node, refusedSubscriptions: number): void {
  if (refusedSubscriptions > 0) {
    // It will not hear that somebody said otherwise. Most late wills have come by now.
    node.isOnlineDue = true;
    node.engine.chip.log("subscription refused: " + node.config.statusTopic.substr(2));
    note(node.diagnostics, "subscription refused", "status");
  }
}

/**
 * Takes a message on a topic that commands nothing. One is the node's own status: whoever said that it is offline, it is told with the
 * next tick that it is online, at most once a second.
 */
export function takeOther(node: Node, topic: string, payload: string): void {
  if (topic !== node.config.statusTopic.substr(2)) {
    ignoreMessage(node);
  } else if (payload === "offline") {
    node.isOnlineDue = true;
    node.isRestless = true;
  }
}
