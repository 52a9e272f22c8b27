import { matches } from "../../mqtt/topic";
import type { Node } from "../node";

/** What the board hears besides its commands: on topics that its file names, one by one or by wildcards. */

/** Takes an application message. Must not throw. */
export type Take = (payload: string, topic: string, retain: boolean) => void;

export interface Heard {
  /** With wildcards; as a byte string. */
  filter: string;
  take: Take;
}

/** Hears one topic. @param topicField No command topic; where it was heard already, `take` comes in the place of what did */
export function hearTopic(node: Node, topicField: string, take: Take): void {
  node.client.routes[topicField] = (payload, retain) => take(payload, topicField.substring(2), retain);
}

/** Has several take the messages of one topic, in this order. */
export function inTurn(takes: Take[]): Take {
  return (payload, topic, retain) => {
    for (const take of takes) {
      take(payload, topic, retain);
    }
  };
}

/**
 * Hears what comes by wildcards, on topics without a route: each whose filter matches takes it. The node's own status is nobody's to hear,
 * even if a filter matches it.
 */
export function hearFilters(node: Node, heard: Heard[]): void {
  const message = node.client.events.message;
  const statusTopic = node.config.statusTopic.substring(2);
  node.client.events.message = (topic, payload, retain) => {
    let isOther = true;
    if (topic !== statusTopic) {
      for (const each of heard) {
        if (matches(each.filter, topic)) {
          isOther = false;
          each.take(payload, topic, retain);
        }
      }
    }
    if (isOther) {
      message(topic, payload, retain);
    }
  };
}

/**
 * Has what the broker grants less than was asked for told by the id of who asked.
 * @param idOf Gives the id for a topic filter with its 16-bit length in front; "" for others
 */
export function nameRefused(node: Node, idOf: (filterField: string) => string): void {
  const events = node.client.events;
  const lessGranted = events.lessGranted;
  events.lessGranted = (filterField, qos) => {
    const before = node.lessGranted;
    if (lessGranted !== undefined) {
      lessGranted(filterField, qos);
    }
    const id = idOf(filterField);
    // As for commands: a refusal goes before a lower QoS.
    if (id.length > 0 && (qos > 2 || before === undefined)) {
      node.lessGranted = id;
    }
  };
}
