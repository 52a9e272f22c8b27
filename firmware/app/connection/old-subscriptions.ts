import { unsubscribe } from "../../mqtt/subscribe";
import { note } from "../diagnostics";
import type { Node } from "../node";

const TICK_MS = 1_000;
/** As much of a topic as a report has room for. */
const NAME_BYTES = 32;

/**
 * Ends subscriptions that a kept session has from a program of before, as of an actuator that the board file no longer has: the topic of
 * a message that nobody here asked for is named once, on the console and in the report, and unsubscribed from. One at a time.
 * @param filterOf On a board that subscribes by wildcards, as an earlier program may have: gives the topic filters by which a topic may
 * have come, by their number, the topic itself first, and "" behind the last
 */
export function endOldSubscriptions(node: Node, filterOf?: (topic: string, number: number) => string): void {
  const client = node.client;
  const events = client.events;
  const message = events.message;
  /** The topic whose subscription is to end; "" where there is none. */
  let old = "";
  let isAsked = false;
  /** The number of its topic filter that is next. */
  let number = 0;
  events.message = (topic, payload, retain) => {
    const ignored = node.diagnostics.ignored;
    message(topic, payload, retain);
    if (node.diagnostics.ignored === ignored) {
      return;
    }
    if (old.length === 0) {
      old = topic;
      isAsked = false;
      number = 0;
      node.engine.chip.log("subscription of an earlier program: " + topic);
    }
    if (topic === old) {
      note(node.diagnostics, "old subscription", nameOf(topic));
    }
  };
  events.unsubscribed = () => {
    if (filterOf === undefined || filterOf(old, number + 1).length === 0) {
      old = "";
    } else {
      number++;
      isAsked = false;
    }
  };
  node.engine.clock.every(TICK_MS, () => {
    if (old.length > 0 && !isAsked) {
      isAsked = unsubscribe(client, [filterOf === undefined ? old : filterOf(old, number)]);
    }
  });
  node.samplers.push(() => {
    // What was asked on a lost connection may not have been heard.
    isAsked = false;
  });
}

/** The end of a topic, where it needs no escaping in a report; else "". */
function nameOf(topic: string): string {
  const name = topic.substr(Math.max(topic.length - NAME_BYTES, 0));
  for (let i = 0; i < name.length; i++) {
    const byte = name.charCodeAt(i);
    if (byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c) {
      return "";
    }
  }
  return name;
}
