import type { Message } from "../simulator/broker/broker";

interface Index {
  /** So many of the messages are in it. */
  seen: number;
  readonly byTopic: Map<string, Message[]>;
}

const indices = new WeakMap<readonly Message[], Index>();
const NONE: readonly Message[] = [];

/**
 * The messages on a topic, oldest first, of a list that only grows. Each is looked at once, however often this is asked: a thousand boards
 * on one broker ask for theirs, and all of them are some hundred thousand.
 */
export function messagesOn(messages: readonly Message[], topic: string): readonly Message[] {
  let index = indices.get(messages);
  if (index === undefined) indices.set(messages, (index = { seen: 0, byTopic: new Map() }));
  for (; index.seen < messages.length; index.seen++) {
    const message = messages[index.seen];
    const before = index.byTopic.get(message.topic);
    if (before === undefined) index.byTopic.set(message.topic, [message]);
    else before.push(message);
  }
  return index.byTopic.get(topic) ?? NONE;
}
