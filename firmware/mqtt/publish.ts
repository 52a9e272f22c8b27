import { PublishStatus, ClientState, type Client } from "./record";
import { isClear } from "./client";
import { remainingLength } from "./packet";

/** Publishes a payload (a byte string) on the topic it was made for. */
export type Publisher = (payload: string) => PublishStatus;

/** How a publisher is made; `topicField` is the topic name with its 16-bit length in front. */
export type CreatePublisher = (client: Client, topicField: string, retain: boolean) => Publisher;

/** Payloads shorter than this leave on `client.credit`: readings and states. */
export const SHORT_PAYLOAD_BYTES = 12;

/** Scratch of the publication that is being made. */
let prefix: string | undefined;

/**
 * A publisher at QoS 0. It may throw what the transport throws where the connection is just closing.
 *
 * One expression, since an interpreter of source text pays for each statement and block, and for what it skips: all that is
 * seldom needed stands in a function of its own.
 */
export function createPublisher(client: Client, topicField: string, asksToRetain: boolean): Publisher {
  const retain = asksToRetain && client.retains !== false;
  const prefixes = retain ? client.retainedPrefixes : client.prefixes;
  client.shortBytes = Math.max(client.shortBytes, topicField.length + SHORT_PAYLOAD_BYTES + 4);
  // Where a prefix is kept for this length, some publisher makes packets of it, so that `credit` counts them.
  return (payload) =>
    (prefix = prefixes[topicField.length + payload.length]) && (client.credit-- > 0 || renewCredit(client))
      ? (client.write(prefix + topicField + payload), PublishStatus.Sent)
      : publishSlowly(client, topicField, retain, payload);
}

/** Publishes at QoS 0 what is said too seldom for a publisher of its own. May throw likewise. */
export function publishOnce(client: Client, topicField: string, asksToRetain: boolean, payload: string): PublishStatus {
  return publishSlowly(client, topicField, asksToRetain && client.retains !== false, payload);
}

/** @returns whether there is credit for one more, which is taken off */
function renewCredit(client: Client): boolean {
  // What an outbox has to keep goes first, which it looks after itself.
  client.credit =
    isClear(client) && client.outbox === undefined ? Math.floor(client.roomBytes() / client.shortBytes) : 0;
  return client.credit-- > 0;
}

function publishSlowly(client: Client, topicField: string, retain: boolean, payload: string): PublishStatus {
  const firstByte = retain ? 0x31 : 0x30; // §3.3.1
  const length = topicField.length + payload.length;
  const header = String.fromCharCode(firstByte) + remainingLength(length);
  if (payload.length < SHORT_PAYLOAD_BYTES && length < 128) {
    (retain ? client.retainedPrefixes : client.prefixes)[length] = header;
  }
  // Whoever takes more than there is must not leave a debt.
  client.credit = 0;
  if (client.outbox !== undefined && client.state !== ClientState.Accepted) {
    return client.outbox.add(client.outbox, firstByte, topicField, payload);
  }
  const roomBytes = client.roomBytes() - header.length - length;
  if (!isClear(client) || roomBytes < 0) {
    return client.state > ClientState.Connecting ? PublishStatus.Full : PublishStatus.NotConnected;
  }
  client.write(header + topicField + payload);
  client.credit = Math.floor(roomBytes / client.shortBytes);
  return PublishStatus.Sent;
}
